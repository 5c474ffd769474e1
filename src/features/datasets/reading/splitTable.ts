import Papa from 'papaparse';
import type { RowIssue } from '../../../domain/types';
import { MAX_RECORD, type Split, type Splitter } from './splitter';

/** Lines with a quotation mark that never closes, after which reading a table is given up. */
const MAX_UNCLOSED = 100;

/**
 * CSV, TSV and the like. `row` is the row's number in a spreadsheet: the header is row 1.
 * A quotation mark that is never closed costs its own line, not the rest of the file.
 */
export class TableSplitter implements Splitter {
  readonly #parser: Papa.Parser;
  readonly #newline: '\n' | '\r';
  #columns: string[] | null = null;
  #row = 0;
  #rest = '';
  #unclosed = 0;

  /** `head`: the beginning of the file, to tell the delimiter by. */
  constructor(
    head: string,
    private readonly header: boolean,
  ) {
    this.#newline = /^[^\n\r]*\r(?!\n|$)/.test(head) ? '\r' : '\n';
    this.#parser = new Papa.Parser({ delimiter: guessDelimiter(head), newline: this.#newline });
  }

  push(text: string): Split[] {
    const splits = this.#take(this.#rest + text);
    while (this.#rest.length > MAX_RECORD) splits.push(...this.#skipUnclosed());
    return splits;
  }

  end(): Split[] {
    const splits: Split[] = [];
    while (this.#rest.trim() !== '') {
      const last = this.#parse(this.#rest, false);
      if (last.errors.some(({ code }) => code === 'MissingQuotes')) {
        splits.push(...this.#skipUnclosed());
      } else {
        this.#rest = '';
        splits.push(...this.#rows(last.data));
      }
    }
    return splits;
  }

  /** Whole rows of the text; what comes after the last one waits. */
  #take(text: string): Split[] {
    const { data, meta } = this.#parse(text, true);
    this.#rest = text.slice(meta.cursor);
    return this.#rows(data);
  }

  #skipUnclosed(): Split[] {
    const issue: RowIssue = {
      row: ++this.#row,
      message: 'opens a quotation mark and never closes it',
    };
    const next = this.#rest.indexOf(this.#newline) + 1;
    if (next === 0 || ++this.#unclosed > MAX_UNCLOSED) {
      this.#rest = '';
      return [{ ...issue, message: `${issue.message}; reading ended here` }];
    }
    return [issue, ...this.#take(this.#rest.slice(next))];
  }

  #parse(text: string, more: boolean): Papa.ParseResult<string[]> {
    return this.#parser.parse(text, 0, more) as Papa.ParseResult<string[]>; // rows of cells: no header option is set
  }

  #rows(rows: readonly string[][]): Split[] {
    const splits: Split[] = [];
    for (const cells of rows) {
      this.#row++;
      const last = cells.length - 1;
      if (cells[last]?.endsWith('\r')) cells[last] = cells[last].slice(0, -1);
      if (cells.every((cell) => cell.trim() === '')) continue;
      if (this.#columns) splits.push(toRecord(this.#columns, cells, this.#row));
      else if (this.header) this.#columns = columnNames(cells);
      else {
        this.#columns = cells.map((_, index) => `Column ${index + 1}`);
        splits.push(toRecord(this.#columns, cells, this.#row));
      }
    }
    return splits;
  }
}

function toRecord(columns: readonly string[], cells: readonly string[], row: number): Split {
  if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell !== '')) {
    return { row, message: `has ${cells.length} columns where the header has ${columns.length}` };
  }
  return {
    row,
    value: Object.fromEntries(cells.slice(0, columns.length).map((cell, i) => [columns[i], cell])),
  };
}

/** Names without outer spaces; empty ones are numbered, equal ones told apart. */
function columnNames(cells: readonly string[]): string[] {
  const names: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const name = cell.trim() || `Column ${index + 1}`;
    let unique = name;
    for (let count = 2; names.includes(unique); count++) unique = `${name} (${count})`;
    names.push(unique);
  }
  return names;
}

/** Tabs hardly occur in prose, so one in the first line settles it. */
function guessDelimiter(head: string): string {
  const [first = ''] = head.split(/[\n\r]/, 1);
  if (first.includes('\t')) return '\t';
  const whole = head.slice(0, Math.max(0, head.lastIndexOf('\n')) || head.length);
  const guess = Papa.parse<string[]>(whole, {
    preview: 20,
    skipEmptyLines: true,
    delimitersToGuess: [',', ';', '|'],
  });
  return guess.meta.delimiter;
}
