import {
  BlobReader,
  BlobWriter,
  configure,
  TextReader,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { modelNotReady } from './modelErrors';
import type { ModelStore } from './modelStore';
import { MANIFEST, writeManifest } from './packManifest';
import { dtypesIn } from './plan';
import type { OnBytes } from './sideLoad';

configure({ useWebWorkers: false, useCompressionStream: true });

/** Times of files say nothing here, and the same model should make the same pack. */
const TIME = new Date(2026, 0, 1);

/**
 * Writes a ready model as one zip: a manifest with hashes, then its files as they are. Streams, so
 * that a model of gigabytes needs no memory.
 *
 * @throws {AppError} `model-not-loaded`
 */
export async function writePack<Target>(
  store: ModelStore,
  id: string,
  target: WritableStream<Uint8Array> | BlobWriter,
  onBytes: OnBytes = () => {},
  signal?: AbortSignal,
): Promise<Target> {
  const model = await store.get(id);
  if (!model) throw modelNotReady(id);
  const blobs = await store.blobs(id);
  const totalBytes = model.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const options = { level: 0, lastModDate: TIME, ...(signal ? { signal } : {}) };
  const zip = new ZipWriter<Target>(target as WritableStream, options);
  const manifest = writeManifest(model, dtypesIn(model.files, 'wasm'));
  await zip.add(MANIFEST, new TextReader(manifest));
  let doneBytes = 0;
  for (const [path, blob] of blobs) {
    const onprogress = async (bytes: number) => onBytes(doneBytes + bytes, totalBytes);
    await zip.add(path, new BlobReader(blob), { onprogress });
    onBytes((doneBytes += blob.size), totalBytes);
  }
  return zip.close();
}

/** The same as one blob, for a browser that cannot stream to a file. */
export const makePack = (
  store: ModelStore,
  id: string,
  onBytes?: OnBytes,
  signal?: AbortSignal,
): Promise<Blob> => writePack<Blob>(store, id, new BlobWriter('application/zip'), onBytes, signal);
