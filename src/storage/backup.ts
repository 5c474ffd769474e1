import { AppError } from '../domain/errors';
import type { RowIssue, Space } from '../domain/types';
import { BlobWriter } from './blobWriter';
import { backupLines } from './backupLines';
import { noRecords, type RecordKind, type Records } from './records';
import { readRecord } from './recordShapes';
import { countRecords, recordKinds } from './rules';
import type { SpaceStore } from './spaceStore';

const TYPE = 'whose-boat-space';
/** Raise when a record's fields change so that an older app could not read them. */
const VERSION = 1;
/** How far down a file may start to be a backup, in characters. */
const HEAD = 2000;

/** What a backup file contains, read and checked. */
export interface Backup {
  /** The name of the space it was made from. */
  name: string;
  /** As the file says it; may be empty. */
  exportedAt: string;
  records: Records;
  /** Records that could not be read, by their number in the file; the good ones are in `records`. */
  issues: RowIssue[];
}

/**
 * One JSON file with everything in the space, a record a line, so that a damaged file
 * loses only the damaged lines.
 *
 * @throws {AppError} when the space cannot be read; an abort
 */
export async function backupSpace(
  store: SpaceStore,
  { name }: Pick<Space, 'name'>,
  signal?: AbortSignal,
): Promise<Blob> {
  const head = { type: TYPE, version: VERSION, source: 'Whose Boat', exportedAt: new Date(), name };
  const writer = new BlobWriter();
  writer.write(`${JSON.stringify(head).slice(0, -1)},"records":[`);
  let separator = '\n';
  for (const kind of recordKinds) {
    for await (const batch of store.readAll(kind, signal)) {
      for (const record of batch) {
        writer.write(`${separator}${JSON.stringify({ kind, record })}`);
        separator = ',\n';
      }
    }
  }
  writer.write('\n]}\n');
  return writer.end('application/json');
}

/**
 * Reads a backup file; never trusts it. Small damage is repaired, unreadable records become issues.
 *
 * @throws {AppError} `unreadable-file` when it is no backup, or one of a newer version; an abort
 */
export async function readBackup(file: Blob, signal?: AbortSignal): Promise<Backup> {
  const head = await file.slice(0, HEAD * 4).text();
  checkHead(head.slice(0, HEAD));
  const backup: Backup = {
    name: textField(head, 'name') ?? 'Restored space',
    exportedAt: textField(head, 'exportedAt') ?? '',
    records: noRecords(),
    issues: [],
  };
  let row = 0;
  for await (const line of backupLines(file, signal)) {
    row += 1;
    const message = 'text' in line ? addRecord(backup.records, line.text) : line.problem;
    if (message !== null) backup.issues.push({ row, message });
  }
  return backup;
}

/**
 * Adds what is in the backup and not in the space; doing it twice changes nothing.
 * @throws {AppError} `storage-full` and others; what was added before stays
 */
export async function restoreSpace(
  store: SpaceStore,
  { records, issues }: Backup,
): Promise<{ kept: number; already: number; issues: RowIssue[] }> {
  if (countRecords(records) === 0) return { kept: 0, already: 0, issues };
  return { ...(await store.restore(records)), issues };
}

/** Adds one line's record; returns what is wrong with it, or `null`. */
function addRecord(records: Records, line: string): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return 'is damaged: not readable as JSON';
  }
  if (typeof parsed !== 'object' || parsed === null) return 'is not a record';
  const kind: unknown = Reflect.get(parsed, 'kind');
  const known = recordKinds.find((each) => each === kind);
  if (!known) return `is of an unknown kind: ${String(kind).slice(0, 40)}`;
  try {
    add(records, known, Reflect.get(parsed, 'record'));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'cannot be read';
  }
}

function add<Kind extends RecordKind>(records: Records, kind: Kind, value: unknown): void {
  const rows: Records[Kind][number][] = records[kind];
  rows.push(readRecord(kind, value));
}

function checkHead(head: string): void {
  const version = Number(/"version"\s*:\s*(\d+)/.exec(head)?.[1]);
  if (!head.includes(`"${TYPE}"`) || !Number.isFinite(version)) {
    const told = 'This file is not a backup of a space. Choose a file that "Back up" made.';
    throw new AppError('unreadable-file', 'no backup head', told);
  }
  if (version > VERSION) {
    const told =
      'This backup was made by a newer version of this app. Reload the page while online, then try again.';
    throw new AppError('unreadable-file', `backup version ${version}`, told);
  }
}

/** A text field of the head, without parsing the whole file. */
function textField(head: string, field: string): string | null {
  const found = new RegExp(`"${field}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")`).exec(head)?.[1];
  try {
    return found === undefined ? null : String(JSON.parse(found));
  } catch {
    return null;
  }
}
