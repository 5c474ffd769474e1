import { AppError } from '../../../domain/errors';

/** A piece of a file, and how many bytes of the file (as it is on disk) were read up to here. */
export interface BytePiece {
  bytes: Uint8Array;
  bytesRead: number;
}

const STEP = 128 * 1024;
/** Small enough that damage in an archive costs little of what came before it. */
const GZIP_STEP = 16 * 1024;

/**
 * The file piece by piece, unpacked where it is gzip (told by its first bytes).
 * A damaged or cut archive ends early, and a sentence about it is added to `notes`.
 * @throws {AppError} `unreadable-file` when the file cannot be read at all
 */
export async function* openBytes(
  file: Blob,
  notes: Set<string>,
  signal?: AbortSignal,
): AsyncGenerator<BytePiece, void, void> {
  const start = await readStart(file);
  const gzip = start[0] === 0x1f && start[1] === 0x8b;
  const pieces = gzip ? unpack(file, notes) : plain(file);
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    yield piece;
  }
}

async function* plain(file: Blob): AsyncGenerator<BytePiece, void, void> {
  let bytesRead = 0;
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // In memory a file may come as one piece; progress and memory want small ones.
      for (let from = 0; from < value.length; from += STEP) {
        const bytes = value.subarray(from, from + STEP);
        bytesRead += bytes.length;
        yield { bytes, bytesRead };
      }
    }
  } catch (error) {
    throw unreadable(error);
  } finally {
    reader.cancel().catch(() => {}); // a stream that failed cannot be cancelled, nor need it be
  }
}

async function* unpack(file: Blob, notes: Set<string>): AsyncGenerator<BytePiece, void, void> {
  const { readable, writable } = new DecompressionStream('gzip');
  const reader = readable.getReader();
  const writer = writable.getWriter();
  let bytesRead = 0;
  let failure: unknown = null;
  const feed = async () => {
    for await (const piece of plain(file)) {
      for (let from = 0; from < piece.bytes.length; from += GZIP_STEP) {
        const step = piece.bytes.slice(from, from + GZIP_STEP);
        await writer.write(step);
        bytesRead += step.length;
      }
    }
    // Accepted only after everything before it was taken out: closing a cut archive
    // throws away what still waits inside.
    await writer.write(new Uint8Array(0));
    await writer.close();
  };
  feed().catch((error: unknown) => {
    failure = error;
    writer.abort(error).catch(() => {});
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield { bytes: value, bytesRead };
    }
  } catch {
    if (failure instanceof AppError) throw failure;
    notes.add(
      'The archive is damaged or was cut off: it could be unpacked only up to a point. ' +
        'Everything before that point was read.',
    );
  } finally {
    reader.cancel().catch(() => {}); // ends the feeding too when the reading stops early
  }
}

async function readStart(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, 2).arrayBuffer());
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): AppError {
  return new AppError(
    'unreadable-file',
    error instanceof Error ? error.message : String(error),
    'This file could not be read. It may be a folder, or it was moved or changed. Choose it again.',
    { cause: error },
  );
}
