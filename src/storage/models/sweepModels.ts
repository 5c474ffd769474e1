import type { IDBPDatabase } from 'idb';
import { bytesOf, inOrder, type ChunkStore } from './chunkStore';
import { lockedModels } from './modelLock';
import type { ModelsSchema } from './modelsSchema';

/**
 * Makes bytes and records agree: chunks without a record go, and a model that lost bytes is no
 * longer ready. Half a side-load goes too, unless a tab still works at it: it cannot be resumed.
 */
export async function sweepModels(
  db: IDBPDatabase<ModelsSchema>,
  chunks: ChunkStore,
): Promise<{ files: number; bytes: number; changed: boolean }> {
  // Chunks first: whatever is begun after this line is not looked at.
  const all = await chunks.list();
  const locked = await lockedModels();
  const models = new Map((await db.getAll('models')).map((model) => [model.id, model]));
  let changed = false;

  for (const model of models.values()) {
    if (locked.has(model.id)) continue;
    if (model.source.kind === 'disk' && !model.ready) {
      await db.delete('models', model.id);
      models.delete(model.id);
      changed = true;
      continue;
    }
    const own = all.filter(({ modelId }) => modelId === model.id);
    const files = model.files.map((file) => {
      const receivedBytes = bytesOf(inOrder(own, file.path));
      return {
        ...file,
        receivedBytes,
        complete: file.complete && receivedBytes === file.sizeBytes,
      };
    });
    const ready = model.ready && files.every(({ complete }) => complete);
    if (ready === model.ready) continue;
    await db.put('models', { ...model, files, ready });
    changed = true;
  }

  const orphans = all.filter(
    ({ modelId, path }) =>
      !locked.has(modelId) && !models.get(modelId)?.files.some((file) => file.path === path),
  );
  for (const chunk of orphans) await chunks.remove(chunk);
  const files = new Set(orphans.map(({ modelId, path }) => `${modelId}\n${path}`)).size;
  return { files, bytes: bytesOf(orphans), changed: changed || files > 0 };
}
