import type { Choice } from '../../../domain/types';
import { draftOf, Fields, type DatasetFormat, type Row } from './format';
import { choiceOf } from './verdict';

/** Where the verdict of a row is found. */
export type VerdictMapping =
  | { kind: 'first-wins' }
  | { kind: 'nobody-voted' }
  | {
      kind: 'column';
      column: string;
      /** What each word of the column means; words that are missing here are guessed. */
      words: Readonly<Record<string, Choice | 'nobody-voted'>>;
    };

/** Which column is what, as the person says. */
export interface ColumnMapping {
  prompt: string;
  a: string;
  b: string;
  verdict: VerdictMapping;
  /** Column with the reason for the choice; `null` for none. */
  reason: string | null;
}

/** Reads rows by the person's own mapping: the way in for any table. */
export function mappedColumns(mapping: ColumnMapping): DatasetFormat {
  return {
    id: 'columns',
    label: 'a table, with columns chosen by you',
    columns: 'any',
    looksLike: () => true,
    read(row, n) {
      const fields = new Fields(row, n);
      const prompt = fields.text(mapping.prompt);
      const a = fields.text(mapping.a);
      const b = fields.text(mapping.b);
      const choice = readVerdict(mapping.verdict, row, fields);
      const reason = mapping.reason === null ? '' : row[mapping.reason];
      return fields.result(() =>
        draftOf({ prompt, a, b, choice, reason: typeof reason === 'string' ? reason : '' }),
      );
    },
  };
}

/** Different words of a column in these rows, in order of appearance, at most 12; for mapping verdicts. */
export function wordsOf(column: string, rows: readonly Row[]): string[] {
  const words = rows.map((row) => String(row[column] ?? '').trim());
  return [...new Set(words)].filter((word) => word !== '' && word.length <= 60).slice(0, 12);
}

/** What the words of a verdict column probably mean; unknown words count as not voted until the person says. */
export function guessWords(
  column: string,
  mapping: Pick<ColumnMapping, 'a' | 'b'>,
  rows: readonly Row[],
): Record<string, Choice | 'nobody-voted'> {
  const words = wordsOf(column, rows);
  const fromZero = words.includes('0') && words.every((word) => word === '0' || word === '1');
  const guess = (word: string): Choice | 'nobody-voted' => {
    if (normal(word) === normal(mapping.a)) return 'a';
    if (normal(word) === normal(mapping.b)) return 'b';
    if (fromZero) return word === '0' ? 'a' : 'b';
    return choiceOf(word) ?? 'nobody-voted';
  };
  return Object.fromEntries(words.map((word) => [word, guess(word)]));
}

const NAMES = {
  prompt: /prompt|question|instruction|query|request|context|input|message|task/,
  a: /chosen|preferred_response|winning|^better|(response|answer|output|completion|option|text|reply|model).*(_a|_1|_0|1|one|first|left)$|^(a|first|left|one)$/,
  b: /rejected|losing|worse|(response|answer|output|completion|option|text|reply|model).*(_b|_2|_1|2|two|second|right)$|^(b|second|right|two)$/,
  verdict: /prefer|winner|choice|vote|verdict|label|better|best|pick/,
  reason: /reason|why|comment|explanation|rationale|justification/,
};

/** A first guess from the names of the columns, else from which hold the longest texts. */
export function guessMapping(columns: readonly string[], rows: readonly Row[]): ColumnMapping {
  const free = new Set(columns);
  const take = (pattern: RegExp): string | null => {
    const found = [...free].find((column) => pattern.test(normal(column))) ?? null;
    if (found !== null) free.delete(found);
    return found;
  };
  const named = { a: take(NAMES.a), b: take(NAMES.b), prompt: take(NAMES.prompt) };
  const missing = Object.values(named).filter((column) => column === null).length;
  const longest = [...free]
    .sort((x, y) => textLength(y, rows) - textLength(x, rows))
    .slice(0, missing)
    .sort((x, y) => columns.indexOf(x) - columns.indexOf(y));
  // In the order of the file: the question stands before its answers.
  const next = (): string => {
    const column = longest.shift() ?? '';
    free.delete(column);
    return column;
  };
  const mapping = {
    prompt: named.prompt ?? next(),
    a: named.a ?? next(),
    b: named.b ?? next(),
  };
  const reason = take(NAMES.reason);
  if (/chosen|winning|^better|preferred/.test(normal(mapping.a))) {
    return { ...mapping, reason, verdict: { kind: 'first-wins' } };
  }
  const column = take(NAMES.verdict);
  const verdict: VerdictMapping = column
    ? { kind: 'column', column, words: guessWords(column, mapping, rows) }
    : { kind: 'nobody-voted' };
  return { ...mapping, reason, verdict };
}

/** Columns that hold text in at least one of these rows. */
export function textColumns(rows: readonly Row[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => rows.some((row) => isText(row[name])));
}

function readVerdict(verdict: VerdictMapping, row: Row, fields: Fields): Choice | null {
  if (verdict.kind === 'first-wins') return 'a';
  if (verdict.kind === 'nobody-voted') return null;
  const { column, words } = verdict;
  const value = row[column];
  const word = String(value ?? '').trim();
  const meaning = Object.hasOwn(words, word) ? words[word] : choiceOf(value);
  if (meaning === undefined) fields.refuse(column, 'holds a word whose meaning was not given');
  return meaning === 'nobody-voted' ? null : (meaning ?? null);
}

function textLength(column: string, rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + (isText(row[column]) ? String(row[column]).length : 0), 0);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function normal(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
}
