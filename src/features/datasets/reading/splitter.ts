import type { RowIssue } from '../../../domain/types';
import type { Row } from '../formats/format';

/** A record of a file with its number, before anyone asks what it means. */
export interface SplitRow {
  row: number;
  value: Row;
}

/** A record, or why it is none. */
export type Split = SplitRow | RowIssue;

/** Cuts text into records as it arrives. Bad records are issues; later ones are still found. */
export interface Splitter {
  push(text: string): Split[];
  /** What was left when the file ended. */
  end(): Split[];
}

/** Characters of one record. Beyond it nothing is kept in memory: the record is refused. */
export const MAX_RECORD = 4_000_000;

/** One record from its JSON text. */
export function parseRecord(text: string, row: number): Split {
  if (text.length > MAX_RECORD) return tooLong(row);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { row, message: 'is not valid JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { row, message: 'is not an object with named fields' };
  }
  return { row, value: value as Row }; // a JSON object, as just checked
}

/** Said of a record too long to hold. */
export function tooLong(row: number): RowIssue {
  return { row, message: 'is longer than 4 million characters' };
}

/** Said of a record that the end of the file cuts short. */
export function cutShort(row: number): RowIssue {
  return { row, message: 'is cut short: the file ends inside it' };
}
