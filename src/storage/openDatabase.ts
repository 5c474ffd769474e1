import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreNames,
} from 'idb';
import type { AppError } from '../domain/errors';
import {
  storageBlocked,
  storageError,
  storageTooNew,
  storageUnavailable,
  storeClosed,
  storeDeleted,
  storeOutdated,
} from './storageErrors';

/** How long another tab may take to let go of a database, in milliseconds. */
const BLOCKED_MS = 3000;

/** One step of a schema. */
export type Migration<Schema extends DBSchema> = (
  db: IDBPDatabase<Schema>,
  tx: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
) => Promise<void> | void;

/**
 * Opens a database and brings it up to date.
 *
 * `onlost` is called once when the connection ends without `close`: another tab upgrades or deletes
 * the database (we let it; `wasDeleted` tells), or the browser took it away.
 *
 * @throws {AppError} `storage-unavailable`, `storage-full` or `storage-blocked`
 */
export async function openDatabase<Schema extends DBSchema>(
  name: string,
  migrations: readonly Migration<Schema>[],
  onlost: (error: AppError, wasDeleted: boolean) => void,
): Promise<IDBPDatabase<Schema>> {
  let gaveUp = false;
  let failure: unknown = null;
  let giveUp = (_error: AppError) => {};
  const blocked = new Promise<never>((_resolve, reject) => (giveUp = reject));
  let timer: ReturnType<typeof setTimeout> | undefined;

  try {
    const opened = openDB<Schema>(name, migrations.length, {
      async upgrade(db, oldVersion, newVersion, tx) {
        clearTimeout(timer);
        try {
          for (const migrate of migrations.slice(oldVersion, newVersion ?? undefined)) {
            await migrate(db, tx);
          }
        } catch (error) {
          // idb does not wait for us: without this, half an upgrade would be kept as a whole one.
          failure = error;
          tx.done.catch(() => {});
          tx.abort();
        }
      },
      blocked() {
        timer = setTimeout(() => {
          gaveUp = true;
          giveUp(storageBlocked(name));
        }, BLOCKED_MS);
      },
      blocking(_currentVersion, blockedVersion, event) {
        // idb hands on the platform's event, whose target is the connection.
        (event.target as IDBDatabase).close();
        const wasDeleted = blockedVersion === null;
        onlost(wasDeleted ? storeDeleted() : storeOutdated(), wasDeleted);
      },
      terminated: () => onlost(storeClosed(), false),
    });
    // When it opens after we gave up, nobody would close it.
    opened.then((db) => gaveUp && db.close()).catch(() => {});
    return await Promise.race([opened, blocked]);
  } catch (error) {
    throw failure === null ? openError(name, error) : storageError(failure);
  } finally {
    clearTimeout(timer);
  }
}

/** Names an error of opening: there, more of them mean that storage is switched off. */
function openError(name: string, error: unknown): unknown {
  const kind = error instanceof Error ? error.name : '';
  if (kind === 'VersionError') return storageTooNew(name, error);
  const off = ['InvalidStateError', 'ReferenceError', 'TypeError', 'AbortError'];
  return off.includes(kind) ? storageUnavailable(error) : storageError(error);
}
