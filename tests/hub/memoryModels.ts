import type { Chunk, ChunkStore } from '../../src/storage/models/chunkStore';
import { withEarlier } from '../../src/storage/models/earlierFiles';
import { openWriter } from '../../src/storage/models/fileWriter';
import { modelBytes } from '../../src/storage/models/modelBytes';
import { fileAltered, modelNotReady } from '../../src/storage/models/modelErrors';
import type { ModelStore, StoredModel } from '../../src/storage/models/modelStore';

/** Chunks in memory; `room` bytes fit. */
export function memoryChunks(room = Infinity): ChunkStore {
  const kept = new Map<string, Chunk & { bytes: Blob }>();
  const key = (...parts: unknown[]) => JSON.stringify(parts);
  return {
    kind: 'indexeddb',
    async put(modelId, path, index, bytes) {
      const used = [...kept.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      if (used + bytes.length > room) throw new DOMException('full', 'QuotaExceededError');
      const chunk = { modelId, path, index, sizeBytes: bytes.length, bytes: new Blob([bytes]) };
      kept.set(key(modelId, path, index), chunk);
    },
    get: async (...at) => kept.get(key(...at))?.bytes ?? null,
    list: async (id) => [...kept.values()].filter(({ modelId }) => !id || modelId === id),
    remove: async ({ modelId, path, index }) => void kept.delete(key(modelId, path, index)),
  };
}

/** A `ModelStore` for Node: the real writer over chunks in memory, records in a map. */
export function memoryModels(chunks: ChunkStore = memoryChunks()): ModelStore {
  const records = new Map<string, StoredModel>();
  const { assemble, removeFiles } = modelBytes(chunks);
  const read = (id: string) => {
    const model = records.get(id);
    if (!model) throw modelNotReady(id);
    return model;
  };
  return {
    kind: chunks.kind,
    close() {},
    list: async () => [...records.values()],
    get: async (id) => records.get(id) ?? null,
    async begin(model) {
      const { files, kept } = withEarlier(model, records.get(model.id));
      records.set(model.id, { ...model, files, ready: false });
      await removeFiles(model.id, (path) => !kept.has(path));
      return read(model.id);
    },
    async writer(id, path) {
      const file = read(id).files.find((each) => each.path === path);
      if (!file) throw fileAltered(path, 'not in the record');
      return openWriter(chunks, id, file, async (notes) => {
        const model = read(id);
        const files = model.files.map((each) =>
          each.path === path ? { ...each, ...notes } : each,
        );
        records.set(id, { ...model, files });
      });
    },
    blob: assemble,
    async finish(id) {
      const short = read(id).files.find(({ complete }) => !complete);
      if (short) throw fileAltered(short.path, 'not complete');
      records.set(id, { ...read(id), ready: true });
      return read(id);
    },
    async describe(id, card, revision) {
      records.set(id, { ...read(id), card, revision: revision ?? read(id).revision });
    },
    async noteMissing(id, paths) {
      const model = read(id);
      const files = model.files.filter(({ path }) => !paths.includes(path));
      records.set(id, { ...model, files, missing: [...model.missing, ...paths] });
    },
    async blobs(id) {
      const { ready, files } = read(id);
      if (!ready) throw modelNotReady(id);
      const blobs = files.map(async ({ path }) => [path, await assemble(id, path)] as const);
      return new Map(await Promise.all(blobs));
    },
    async touch() {},
    async delete(id) {
      records.delete(id);
      return { bytes: await removeFiles(id, () => true) };
    },
    sweep: async () => ({ files: 0, bytes: 0 }),
    usage: async () => ({
      modelsBytes: (await chunks.list()).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      estimate: null,
    }),
    onchange: () => () => {},
  };
}
