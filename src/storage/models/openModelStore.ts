import { openChanges } from '../changes';
import { openDatabase } from '../openDatabase';
import { askToPersist } from '../persistence';
import { bytesOf, inOrder, MODELS_NAME, type ChunkStore } from './chunkStore';
import { withEarlier } from './earlierFiles';
import { openWriter } from './fileWriter';
import { modelBytes } from './modelBytes';
import { fileAltered, modelNotReady, named } from './modelErrors';
import { modelRecords } from './modelRecords';
import { modelsMigrations, type ModelsSchema } from './modelsSchema';
import type { ModelStore } from './modelStore';
import { openOpfs } from './opfsChunks';
import { databaseChunks, openCacheChunks } from './otherChunks';
import { sweepModels } from './sweepModels';

/**
 * Opens the models of this browser: bytes in the page's own file system, else in a cache, else in
 * IndexedDB; records in IndexedDB.
 *
 * @param kind asks for one way to keep bytes (tests)
 * @throws {AppError} `storage-unavailable`
 */
export async function openModelStore(kind?: ChunkStore['kind']): Promise<ModelStore> {
  const db = await openDatabase<ModelsSchema>(MODELS_NAME, modelsMigrations, () => {});
  const wanted = (each: ChunkStore['kind']) => kind === undefined || kind === each;
  const chunks =
    (wanted('opfs') ? await openOpfs() : null) ??
    (wanted('cache') ? await openCacheChunks() : null) ??
    databaseChunks(db);
  const changes = openChanges(MODELS_NAME);
  const listeners = new Set<() => void>();

  const tell = () => {
    changes.announce();
    for (const listener of listeners) listener();
  };
  const { read, change, changeFile } = modelRecords(db, tell);
  const { assemble, removeFiles } = modelBytes(chunks);

  return {
    kind: chunks.kind,
    close() {
      changes.close();
      db.close();
    },
    list: () => named(db.getAll('models')).then((all) => all.sort((x, y) => x.addedAt - y.addedAt)),
    get: async (id) => (await named(db.get('models', id))) ?? null,
    async begin(model) {
      void askToPersist();
      const before = await named(db.get('models', model.id));
      const { files, kept } = withEarlier(model, before);
      const begun = { ...model, files, ready: false };
      await named(db.put('models', begun));
      await named(removeFiles(model.id, (path) => !kept.has(path)));
      tell();
      return begun;
    },
    async writer(id, path) {
      const file = (await read(id)).files.find((each) => each.path === path);
      if (!file) throw fileAltered(path, 'not in the record');
      return named(openWriter(chunks, id, file, (notes) => changeFile(id, path, notes)));
    },
    blob: (id, path) => named(assemble(id, path)),
    async finish(id) {
      const model = await read(id);
      const there = await named(chunks.list(id));
      const short = model.files.find(
        ({ path, sizeBytes, complete }) => !complete || bytesOf(inOrder(there, path)) !== sizeBytes,
      );
      if (short) throw fileAltered(short.path, 'not complete');
      const hashes = new Map(model.files.map(({ path, sha256 }) => [path, sha256]));
      const files = model.card.files.map((file) => ({
        ...file,
        sha256: hashes.get(file.path) ?? file.sha256,
      }));
      await named(change(id, (each) => ({ ...each, card: { ...each.card, files }, ready: true })));
      return read(id);
    },
    describe: (id, card, revision) =>
      named(change(id, (model) => ({ ...model, card, revision: revision ?? model.revision }))),
    noteMissing: (id, paths) =>
      named(
        change(id, (model) => ({
          ...model,
          missing: [...new Set([...model.missing, ...paths])],
          files: model.files.filter(({ path }) => !paths.includes(path)),
          card: {
            ...model.card,
            files: model.card.files.filter(({ path }) => !paths.includes(path)),
          },
        })),
      ),
    async blobs(id) {
      const model = await read(id);
      if (!model.ready) throw modelNotReady(id);
      const files = new Map<string, Blob>();
      for (const { path, sizeBytes } of model.files) {
        const blob = await named(assemble(id, path));
        if (blob.size !== sizeBytes) throw modelNotReady(id);
        files.set(path, blob);
      }
      return files;
    },
    touch: (id) => named(change(id, (model) => ({ ...model, lastUsedAt: Date.now() }))),
    async delete(id) {
      await named(db.delete('models', id));
      const bytes = await named(removeFiles(id, () => true));
      tell();
      return { bytes };
    },
    async sweep() {
      const swept = await named(sweepModels(db, chunks));
      if (swept.changed) tell();
      return { files: swept.files, bytes: swept.bytes };
    },
    async usage() {
      const estimate = await navigator.storage?.estimate?.().catch(() => null);
      return { modelsBytes: bytesOf(await named(chunks.list())), estimate: estimate ?? null };
    },
    onchange(listener) {
      listeners.add(listener);
      const stop = changes.onchange(listener);
      return () => {
        stop();
        listeners.delete(listener);
      };
    },
  };
}
