import type { IDBPDatabase } from 'idb';
import { modelNotReady, named } from './modelErrors';
import type { ModelsSchema } from './modelsSchema';
import type { StoredFile, StoredModel } from './modelStore';

/** Reading and changing the records of models; `tell` is called after each change. */
export function modelRecords(db: IDBPDatabase<ModelsSchema>, tell: () => void) {
  /** In one transaction; nothing happens when the record is gone. */
  const change = async (id: string, edit: (model: StoredModel) => StoredModel) => {
    const tx = db.transaction('models', 'readwrite', { durability: 'strict' });
    const model = await tx.store.get(id);
    if (model) await tx.store.put(edit(model));
    await tx.done;
    tell();
  };
  return {
    change,
    async read(id: string): Promise<StoredModel> {
      const model = await named(db.get('models', id));
      if (!model) throw modelNotReady(id);
      return model;
    },
    changeFile: (id: string, path: string, changes: Partial<StoredFile>) =>
      named(
        change(id, (model) => ({
          ...model,
          files: model.files.map((file) => (file.path === path ? { ...file, ...changes } : file)),
        })),
      ),
  };
}
