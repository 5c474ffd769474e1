import type { ChatMessage, Choice, RowIssue } from '../../../domain/types';

/** One record of a file as it stands: a JSON object, or a table row under its column names. */
export type Row = Readonly<Record<string, unknown>>;

/** What a row says, before it gets an id and a place left or right. */
export interface ComparisonDraft {
  prompt: string;
  /** Earlier turns, oldest first. */
  history: ChatMessage[];
  a: string;
  b: string;
  /** `null`: nobody has voted; the row goes to the voting queue. */
  choice: Choice | null;
  tally: { a: number; b: number } | null;
  reason: string;
}

/**
 * A layout that comparison files come in; the list is `formats/index.ts`.
 * Recognised by what a row holds, never by a file's name.
 */
export interface DatasetFormat {
  id: string;
  /** Completes "This looks like …". */
  label: string;
  /** Columns, in words, for the list of what can be imported. */
  columns: string;
  /** True for a row that can only be of this layout, or of one further down the list. */
  looksLike(row: Row): boolean;
  /** The comparison of one row, or what is wrong with it. Never throws. `n` is the row's number. */
  read(row: Row, n: number): ComparisonDraft | RowIssue[];
  /** Set where the layout holds no pairs: the sentence that says so. Its rows are not read. */
  holdsNoPairs?: string;
}

/** Characters of one text; beyond it a row is refused. No model here reads a tenth of it. */
export const MAX_TEXT = 200_000;

/** Reads a row and checks what every comparison must have: a prompt and two different responses. */
export function readRow(format: DatasetFormat, row: Row, n: number): ComparisonDraft | RowIssue[] {
  const draft = format.read(row, n);
  if (Array.isArray(draft)) return draft;
  const issues: RowIssue[] = [];
  const texts = [
    ['the prompt', draft.prompt],
    ['the first response', draft.a],
    ['the second response', draft.b],
  ] as const;
  for (const [name, text] of texts) {
    if (text.trim() === '') issues.push({ row: n, message: `${name} is empty` });
    else if (text.length > MAX_TEXT) {
      const length = text.length.toLocaleString('en');
      issues.push({ row: n, message: `${name} has ${length} characters; 200,000 is the limit` });
    }
  }
  if (draft.history.some(({ content }) => content.length > MAX_TEXT)) {
    issues.push({ row: n, message: 'an earlier turn has more than 200,000 characters' });
  }
  if (issues.length === 0 && draft.a.trim() === draft.b.trim()) {
    issues.push({ row: n, message: 'both responses are the same' });
  }
  return issues.length > 0 ? issues : draft;
}

/** A draft with nothing but the given parts. */
export function draftOf(
  parts: Pick<ComparisonDraft, 'prompt' | 'a' | 'b' | 'choice'> & Partial<ComparisonDraft>,
): ComparisonDraft {
  return { history: [], tally: null, reason: '', ...parts };
}

/** Whether the row has all these columns. */
export function has(row: Row, ...names: readonly string[]): boolean {
  return names.every((name) => name in row);
}

/** Takes fields from a row and remembers what was wrong with them. */
export class Fields {
  readonly issues: RowIssue[] = [];

  constructor(
    private readonly row: Row,
    private readonly n: number,
  ) {}

  /** A text; numbers and truth values count as their spelling. `''` and an issue when there is none. */
  text(name: string): string {
    const value = this.row[name];
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.refuse(name, value === undefined || value === null ? 'is missing' : 'is not text');
    return '';
  }

  /** A number, also when spelled ("1", "true"); `null` when it is anything else. */
  number(name: string): number | null {
    const value = this.row[name];
    if (typeof value === 'number') return value;
    if (typeof value === 'boolean') return Number(value);
    if (typeof value !== 'string' || value.trim() === '') return null;
    if (/^(true|false)$/i.test(value.trim())) return /^true$/i.test(value.trim()) ? 1 : 0;
    const number = Number(value);
    return Number.isNaN(number) ? null : number;
  }

  refuse(field: string, message: string): void {
    this.issues.push({ row: this.n, field, message });
  }

  /** What came of the row: the draft when nothing was refused. */
  result(make: () => ComparisonDraft): ComparisonDraft | RowIssue[] {
    return this.issues.length > 0 ? this.issues : make();
  }
}
