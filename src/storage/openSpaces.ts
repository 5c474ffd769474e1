import { deleteDB, type DBSchema } from 'idb';
import type { Space } from '../domain/types';
import { openChanges } from './changes';
import { databaseName } from './connection';
import { makeSpaces } from './makeSpaces';
import { memoryStore } from './memoryStore';
import { openDatabase, type Migration } from './openDatabase';
import { openSpace } from './openSpace';
import type { SpaceStore } from './spaceStore';
import type { Spaces } from './spaces';
import { everythingErased, storageBlocked, storageError, storeClosed } from './storageErrors';

/** Name of the database that lists the spaces. */
export const appDatabaseName = 'whose-boat';
const DELETE_MS = 5000;

interface AppSchema extends DBSchema {
  spaces: { key: string; value: Space };
  settings: { key: string; value: { key: string; value: unknown } };
}

/** See `spaceSchema.ts`: never edit a step that has shipped. */
const migrations: Migration<AppSchema>[] = [
  function v1_createStores(db) {
    db.createObjectStore('spaces', { keyPath: 'id' });
    db.createObjectStore('settings', { keyPath: 'key' });
  },
];

/**
 * Opens the list of spaces, kept in this browser.
 * @throws {AppError} `storage-unavailable`: use `memorySpaces` then; `storage-full`; `storage-blocked`
 */
export async function openSpaces(): Promise<Spaces> {
  let lost: unknown = null;
  const erasedListeners = new Set<() => void>();
  const db = await openDatabase<AppSchema>(appDatabaseName, migrations, (error, wasDeleted) => {
    // Nothing but erasing everything deletes the list of spaces.
    lost ??= wasDeleted ? everythingErased() : error;
    if (wasDeleted) for (const listener of erasedListeners) listener();
  });
  const changes = openChanges(appDatabaseName);
  const run = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (lost !== null) throw lost;
    return work().catch((error: unknown) => {
      throw lost ?? storageError(error);
    });
  };
  const write = async (work: () => Promise<unknown>) => {
    await run(work);
    changes.announce();
  };

  return makeSpaces({
    close() {
      lost ??= storeClosed();
      changes.close();
      db.close();
    },
    onchange: changes.onchange,
    onerased(listener) {
      erasedListeners.add(listener);
      return () => void erasedListeners.delete(listener);
    },
    allSpaces: () => run(() => db.getAll('spaces')),
    putSpace: (space) => write(() => db.put('spaces', space)),
    removeSpace: (id) => write(() => db.delete('spaces', id)),
    openStore: openSpace,
    deleteStore: (id) => deleteDatabase(databaseName(id)),
    getSetting: (key) => run(async () => (await db.get('settings', key)) ?? null),
    setSetting: (key, value) => write(() => db.put('settings', { key, value })),
  });
}

/** Spaces that last as long as the tab, for browsers that let the page keep nothing. */
export function memorySpaces(): Promise<Spaces> {
  const spaces = new Map<string, Space>();
  const settings = new Map<string, unknown>();
  const stores = new Map<string, SpaceStore>();
  return makeSpaces({
    close: () => {},
    onchange: () => () => {},
    onerased: () => () => {},
    allSpaces: async () => [...spaces.values()],
    putSpace: async (space) => void spaces.set(space.id, space),
    removeSpace: async (id) => void spaces.delete(id),
    async openStore(id) {
      const store = stores.get(id) ?? memoryStore(id);
      stores.set(id, store);
      // Closing would lose everything: it stays open as long as the tab.
      return { ...store, close: () => {} };
    },
    deleteStore: async (id) => void stores.delete(id),
    getSetting: async (key) => (settings.has(key) ? { value: settings.get(key) } : null),
    setSetting: async (key, value) => void settings.set(key, structuredClone(value)),
  });
}

/**
 * Deletes a database. Open tabs let go of it by themselves.
 * @throws {AppError} `storage-blocked` when one does not within 5 seconds
 */
export async function deleteDatabase(name: string): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(storageBlocked(name)), DELETE_MS);
  });
  const deleted = deleteDB(name).catch((error: unknown) => {
    throw storageError(error);
  });
  await Promise.race([deleted, late]).finally(() => clearTimeout(timer));
}
