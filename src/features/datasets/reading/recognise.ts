import type { RowIssue } from '../../../domain/types';
import { recogniseFormat } from '../formats';
import type { Recognised } from '../importPlan';
import { readRecords, type Container } from './readRecords';
import type { SplitRow } from './splitter';

const SAMPLE = 50;
/** Bytes on disk that are looked at; small files are so counted exactly. */
const LOOK = 256 * 1024;

/**
 * What the beginning of a file shows: its layout, first records, and how many there are about.
 * @throws {AppError} `unreadable-file` for files without rows of text
 */
export async function recognise(
  file: Blob,
  header: boolean,
  signal?: AbortSignal,
): Promise<Recognised> {
  const notes = new Set<string>();
  const sample: SplitRow[] = [];
  const issues: RowIssue[] = [];
  let container: Container = 'table';
  let records = 0;
  let bytesRead = 0;
  let exact = true;
  for await (const piece of readRecords(file, header, notes, signal)) {
    ({ container, bytesRead } = piece);
    for (const split of piece.splits) {
      records++;
      if ('message' in split) issues.push(split);
      else if (sample.length < SAMPLE) sample.push(split);
    }
    if (bytesRead >= LOOK && records >= SAMPLE && bytesRead < file.size) {
      exact = false;
      break;
    }
  }
  const format = recogniseFormat(sample.map(({ value }) => value));
  const share = exact ? 1 : file.size / bytesRead;
  return {
    container,
    formatId: format?.id ?? null,
    sample,
    issues: issues.slice(0, SAMPLE),
    rows: { count: Math.round(records * share), exact },
    notes: [...notes],
  };
}
