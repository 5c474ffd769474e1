/** Files are kept in pieces of this size: no browser refuses them, and a resumed download loses one at most. */
export const CHUNK_BYTES = 8 * 2 ** 20;

/** Name of the folder, the cache and the database. */
export const MODELS_NAME = 'whose-boat-models';

/** One piece of a file. */
export interface Chunk {
  modelId: string;
  path: string;
  /** 0-based place in the file. */
  index: number;
  sizeBytes: number;
}

/** Keeps pieces of files. Each `put` happens whole or not at all. */
export interface ChunkStore {
  readonly kind: 'opfs' | 'cache' | 'indexeddb';
  put(modelId: string, path: string, index: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  get(modelId: string, path: string, index: number): Promise<Blob | null>;
  /** All chunks, or those of one model, in no order. */
  list(modelId?: string): Promise<Chunk[]>;
  remove(chunk: Pick<Chunk, 'modelId' | 'path' | 'index'>): Promise<void>;
}

/** Two names, both safe as a file name and as a part of an address. */
export function chunkNames(modelId: string, path: string, index: number): [string, string] {
  return [encodeURIComponent(modelId), `${encodeURIComponent(path)}~${index}`];
}

/** The other way round; `null` for a name that is not of ours. */
export function readChunkNames(
  folder: string,
  name: string,
): Pick<Chunk, 'modelId' | 'path' | 'index'> | null {
  const [, path, index] = /^(.+)~(\d+)$/.exec(name) ?? [];
  if (path === undefined || index === undefined) return null;
  try {
    return {
      modelId: decodeURIComponent(folder),
      path: decodeURIComponent(path),
      index: Number(index),
    };
  } catch {
    return null;
  }
}

/** The chunks of one file in order, up to the first hole. */
export function inOrder(chunks: readonly Chunk[], path: string): Chunk[] {
  const byIndex = new Map(
    chunks.filter((chunk) => chunk.path === path).map((chunk) => [chunk.index, chunk]),
  );
  const ordered: Chunk[] = [];
  for (let next = byIndex.get(0); next; next = byIndex.get(ordered.length)) ordered.push(next);
  return ordered;
}

/** Bytes of some chunks. */
export const bytesOf = (chunks: readonly Chunk[]) =>
  chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
