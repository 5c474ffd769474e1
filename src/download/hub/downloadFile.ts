import { AppError } from '../../domain/errors';
import type { FileWriter } from '../../storage/models/modelStore';
import { isOptional, type RepoFile } from '../../storage/models/plan';
import { isWebPage, request, Retry, withRetries, type Network } from './network';
import { lost } from './networkErrors';
import { unreadable } from './repository';

/** One file to fetch. */
export interface FileJob {
  file: RepoFile;
  url: string;
  /** Opens the file after what is there already. */
  open(): Promise<FileWriter>;
  /** Bytes of this file that are there now. */
  onReceived(bytes: number): void;
  /** Something the person should know; goes on by itself. */
  onNote(sentence: string): void;
}

/** Without a byte for this long, a connection counts as lost. */
export const STALL_MS = 45_000;

/**
 * Fetches one file, going on where an earlier attempt ended. What came is kept when it fails.
 * A file with a wrong hash is thrown away and fetched once more.
 *
 * @returns `missing` when an optional file turned out not to exist
 * @throws {AppError} `download-failed`, `model-file-altered`, `storage-full`
 */
export async function downloadFile(
  network: Network,
  job: FileJob,
  signal?: AbortSignal,
): Promise<'kept' | 'missing'> {
  const { file } = job;
  for (let again = false; ; again = true) {
    const writer = await job.open();
    job.onReceived(writer.receivedBytes);
    let seen = writer.receivedBytes;
    const progressed = () => {
      const more = writer.receivedBytes > seen;
      seen = writer.receivedBytes;
      return more;
    };
    try {
      const fetchMore = () => fetchRest(network, job, writer, signal);
      const patience = { progressed, failure: lost(file.path) };
      const found = await withRetries(network, fetchMore, patience, signal);
      if (found === 'missing') return found;
      await writer.close(file.sha256);
      return 'kept';
    } catch (error) {
      await writer.abort();
      const altered = error instanceof AppError && error.code === 'model-file-altered';
      if (!altered || again) throw error;
      job.onNote(`The file ${file.path} came damaged. It was thrown away and is fetched again.`);
    }
  }
}

async function fetchRest(
  network: Network,
  { file, url, onReceived, onNote }: FileJob,
  writer: FileWriter,
  signal?: AbortSignal,
): Promise<'kept' | 'missing'> {
  const from = writer.receivedBytes;
  if (from === file.sizeBytes) return 'kept';
  const stalled = new AbortController();
  const both = signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal;
  let timer = setTimeout(() => stalled.abort(), STALL_MS);
  try {
    const range: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
    const response = await request(network, url, range, both);
    if (response.status === 404 && isOptional(file.path)) return 'missing';
    if (response.status === 416) await startOver(writer, 'status 416');
    if (!response.ok || !response.body) throw unreadable(url, `status ${response.status}`);
    if (isWebPage(response)) throw unreadable(url, 'a web page');
    if (response.status === 206) {
      if (!continuesAt(response, from, file.sizeBytes)) await startOver(writer, 'another range');
    } else if (from > 0) {
      onNote('This server cannot go on in the middle of a file, so the file starts again.');
      await writer.restart();
    }
    for await (const part of partsOf(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), STALL_MS);
      await writer.write(part);
      onReceived(writer.receivedBytes);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (stalled.signal.aborted) throw new Retry(`${url}: nothing came for ${STALL_MS} ms`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  if (writer.receivedBytes < file.sizeBytes) {
    throw new Retry(`${url}: ended after ${writer.receivedBytes} of ${file.sizeBytes} bytes`);
  }
  return 'kept';
}

/** Bytes as they come. A connection that breaks is worth another attempt; what a writer throws is not. */
async function* partsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new Retry(`the connection broke: ${String(error)}`);
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function startOver(writer: FileWriter, why: string): Promise<never> {
  await writer.restart();
  throw new Retry(`the server answered with ${why}`, 0);
}

/**
 * A 206 must go on exactly where we are. Other origins may hide Content-Range from us; then the
 * length has to fit.
 */
function continuesAt(response: Response, from: number, sizeBytes: number): boolean {
  const range = response.headers.get('content-range');
  if (range === null) {
    const length = response.headers.get('content-length');
    return length === null || Number(length) === sizeBytes - from;
  }
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range) ?? [];
  return (
    Number(first) === from &&
    Number(last) < sizeBytes &&
    (total === '*' || Number(total) === sizeBytes)
  );
}
