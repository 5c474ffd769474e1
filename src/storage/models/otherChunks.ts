import type { IDBPDatabase } from 'idb';
import { chunkNames, MODELS_NAME, readChunkNames, type ChunkStore } from './chunkStore';
import type { ModelsSchema } from './modelsSchema';

/** Chunks as answers in a cache of ours; `null` where the browser has no caches. */
export async function openCacheChunks(): Promise<ChunkStore | null> {
  if (typeof caches === 'undefined') return null; // insecure addresses
  const cache = await caches.open(MODELS_NAME).catch(() => null);
  if (!cache) return null;
  const folderUrl = new URL(`./${MODELS_NAME}/`, location.origin).href;
  const urlOf = (names: readonly string[]) => folderUrl + names.map(encodeURIComponent).join('/');
  return {
    kind: 'cache',
    async put(modelId, path, index, bytes) {
      const headers = { 'content-length': String(bytes.length) };
      await cache.put(urlOf(chunkNames(modelId, path, index)), new Response(bytes, { headers }));
    },
    async get(modelId, path, index) {
      const kept = await cache.match(urlOf(chunkNames(modelId, path, index)));
      return kept ? kept.blob() : null;
    },
    async list(modelId) {
      const wanted = modelId === undefined ? null : chunkNames(modelId, '', 0)[0];
      const listed = await Promise.all(
        (await cache.keys()).map(async (request) => {
          const names = request.url.slice(folderUrl.length).split('/').map(decodeURIComponent);
          const [folder = '', name = ''] = names;
          const key = readChunkNames(folder, name);
          if (!key || (wanted !== null && folder !== wanted)) return [];
          const kept = await cache.match(request);
          return [{ ...key, sizeBytes: Number(kept?.headers.get('content-length') ?? 0) }];
        }),
      );
      return listed.flat();
    },
    async remove({ modelId, path, index }) {
      await cache.delete(urlOf(chunkNames(modelId, path, index)));
    },
  };
}

/** Chunks in the database of the records: the last resort, for plain http from another machine. */
export function databaseChunks(db: IDBPDatabase<ModelsSchema>): ChunkStore {
  return {
    kind: 'indexeddb',
    async put(modelId, path, index, bytes) {
      const blob = new Blob([bytes]);
      await db.put('chunks', { modelId, path, index, sizeBytes: blob.size, bytes: blob });
    },
    async get(modelId, path, index) {
      return (await db.get('chunks', [modelId, path, index]))?.bytes ?? null;
    },
    async list(modelId) {
      const range = modelId === undefined ? null : IDBKeyRange.bound([modelId], [modelId, []]);
      // Blobs come as references: their bytes are not read.
      const all = await db.getAll('chunks', range);
      return all.map(({ bytes: _bytes, ...chunk }) => chunk);
    },
    async remove({ modelId, path, index }) {
      await db.delete('chunks', [modelId, path, index]);
    },
  };
}
