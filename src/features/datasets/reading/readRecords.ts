import { AppError } from '../../../domain/errors';
import { emptyFile, readText } from './readText';
import { JsonSplitter } from './splitJson';
import { LineSplitter } from './splitLines';
import type { Split, Splitter } from './splitter';
import { TableSplitter } from './splitTable';

/** How a file holds its records. */
export type Container = 'json-lines' | 'json' | 'table';

/** Some records of a file, in order. `bytesRead` counts the file as it is on disk. */
export interface RecordPiece {
  container: Container;
  splits: Split[];
  bytesRead: number;
}

/** Characters looked at to tell how a file holds its records. */
const HEAD = 16384;

/**
 * The records of a file, piece by piece; the file is never held whole.
 * `header`: whether a table's first row holds its names. Remarks go to `notes`.
 * @throws {AppError} `unreadable-file` for empty, binary and web files
 */
export async function* readRecords(
  file: Blob,
  header: boolean,
  notes: Set<string>,
  signal?: AbortSignal,
): AsyncGenerator<RecordPiece, void, void> {
  let head = '';
  let bytesRead = 0;
  let opened: { container: Container; splitter: Splitter } | null = null;
  for await (const piece of readText(file, notes, signal)) {
    bytesRead = piece.bytesRead;
    if (opened) {
      yield { container: opened.container, splits: opened.splitter.push(piece.text), bytesRead };
      continue;
    }
    head += piece.text;
    if (head.length < HEAD) continue;
    opened = open(head, header);
    yield { container: opened.container, splits: opened.splitter.push(head), bytesRead };
  }
  if (!opened) {
    if (head.trim() === '') throw emptyFile();
    opened = open(head, header);
    yield { container: opened.container, splits: opened.splitter.push(head), bytesRead };
  }
  yield { container: opened.container, splits: opened.splitter.end(), bytesRead };
}

function open(head: string, header: boolean): { container: Container; splitter: Splitter } {
  const container = containerOf(head);
  if (container === 'json-lines') return { container, splitter: new LineSplitter() };
  if (container === 'json') return { container, splitter: new JsonSplitter() };
  return { container, splitter: new TableSplitter(head, header) };
}

/** @throws {AppError} `unreadable-file` for a web page */
function containerOf(head: string): Container {
  const start = head.trimStart();
  if (/^<(!doctype|html|\?xml)/i.test(start)) {
    throw new AppError(
      'unreadable-file',
      'markup',
      'This is a web page, not a file with rows. Download the data itself (JSON Lines, JSON, CSV or TSV).',
    );
  }
  if (start.startsWith('[')) return 'json';
  const lines = start
    .slice(0, HEAD)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 20);
  const objects = lines.filter((line) => line.startsWith('{')).length;
  if (start.startsWith('{') && lines.length > 1 && objects < lines.length / 2) {
    // One object over several lines, unless a first line that is whole says otherwise.
    return isWhole(lines[0] ?? '') ? 'json-lines' : 'json';
  }
  return start.startsWith('{') || objects * 2 >= lines.length ? 'json-lines' : 'table';
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
