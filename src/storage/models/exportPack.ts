import { Crc32 } from '../../domain/crc32';
import { AppError } from '../../domain/errors';
import { modelNotReady } from './modelErrors';
import type { ModelStore } from './modelStore';
import { MANIFEST, writeManifest } from './packManifest';
import { dtypesIn } from './plan';
import type { OnBytes } from './sideLoad';
import { zipParts } from './storedZip';

/**
 * Writes a ready model as one zip into a file: a manifest with hashes, then its files as they are.
 * A model of gigabytes takes no memory. When it fails or is stopped, nothing is left at the target.
 *
 * @throws {AppError} `model-not-loaded`, `storage-full`; an abort
 */
export async function writePack(
  store: ModelStore,
  id: string,
  target: WritableStream<Uint8Array>,
  onBytes: OnBytes = () => {},
  signal?: AbortSignal,
): Promise<void> {
  const writer = target.getWriter();
  try {
    const { parts, count } = await packOf(store, id, 2, onBytes, signal);
    for await (const part of parts) {
      if (part instanceof Uint8Array) await writer.write(part);
      else await pour(part, (bytes) => writer.write(bytes), count, signal);
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => {});
    throw signal?.aborted ? signal.reason : targetError(error);
  }
}

/**
 * The same for a browser that cannot write to a file of the disk: a blob that refers to the stored
 * files. Each is read once for its checksum, piece by piece; the browser copies them when it saves.
 *
 * @throws {AppError} `model-not-loaded`; an abort
 */
export async function makePack(
  store: ModelStore,
  id: string,
  onBytes: OnBytes = () => {},
  signal?: AbortSignal,
): Promise<Blob> {
  const all: (Uint8Array<ArrayBuffer> | Blob)[] = [];
  const { parts } = await packOf(store, id, 1, onBytes, signal);
  for await (const part of parts) all.push(part);
  return new Blob(all, { type: 'application/zip' });
}

/** The parts of a pack; `readings` is how often each byte is read until it is done. */
async function packOf(
  store: ModelStore,
  id: string,
  readings: number,
  onBytes: OnBytes,
  signal?: AbortSignal,
) {
  const model = await store.get(id);
  if (!model) throw modelNotReady(id);
  const blobs = await store.blobs(id);
  const manifest = new Blob([writeManifest(model, dtypesIn(model.files, 'wasm'))]);
  const entries = [[MANIFEST, manifest] as const, ...blobs].map(([path, blob]) => ({ path, blob }));
  const totalBytes = entries.reduce((sum, { blob }) => sum + blob.size, 0);
  let readBytes = 0;
  const count = (bytes: Uint8Array) =>
    onBytes(Math.round((readBytes += bytes.length) / readings), totalBytes);
  const crcOf = async (blob: Blob) => {
    const crc = new Crc32();
    await pour(blob, (bytes) => crc.update(bytes), count, signal);
    return crc.value;
  };
  return { parts: zipParts(entries, crcOf), count };
}

/** Reads a blob piece by piece. */
async function pour(
  blob: Blob,
  into: (bytes: Uint8Array) => Promise<void> | void,
  count: (bytes: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<void> {
  for await (const bytes of blob.stream()) {
    signal?.throwIfAborted();
    await into(bytes);
    count(bytes);
  }
}

/** What the disk of the person says, as a sentence. */
function targetError(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  return new AppError(
    'storage-full',
    `the pack could not be written: ${error.name}: ${error.message}`,
    'The pack could not be written to the place that you chose. Look whether there is room, whether the stick is still in, and, for more than 4 GB, whether it is formatted as exFAT: FAT32 takes no file that large. Then try again.',
    { cause: error },
  );
}
