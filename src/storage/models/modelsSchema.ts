import type { DBSchema } from 'idb';
import type { Migration } from '../openDatabase';
import type { Chunk } from './chunkStore';
import type { StoredModel } from './modelStore';

/** The database `whose-boat-models`. */
export interface ModelsSchema extends DBSchema {
  models: { key: string; value: StoredModel };
  /** Used only where the browser has neither a file system nor caches. */
  chunks: { key: [string, string, number]; value: Chunk & { bytes: Blob } };
}

/** Steps of the schema, oldest first; new ones go to the end. */
export const modelsMigrations: readonly Migration<ModelsSchema>[] = [
  (db) => {
    db.createObjectStore('models', { keyPath: 'id' });
    db.createObjectStore('chunks', { keyPath: ['modelId', 'path', 'index'] });
  },
];
