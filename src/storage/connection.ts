import type { IDBPTransaction, StoreNames } from 'idb';
import type { AppError } from '../domain/errors';
import { openChanges } from './changes';
import { openDatabase } from './openDatabase';
import { askToPersist } from './persistence';
import { migrations, type SpaceDatabase, type SpaceSchema } from './spaceSchema';
import { storageError, storeClosed } from './storageErrors';

type Name = StoreNames<SpaceSchema>;
/** A transaction that may write to the named tables. */
export type WriteTransaction<Names extends Name[]> = IDBPTransaction<
  SpaceSchema,
  Names,
  'readwrite'
>;

/** An open space: every read and write goes through it, so that errors are named in one place. */
export interface Connection {
  close(): void;
  onchange(listener: () => void): () => void;
  onclose(listener: (error: AppError) => void): () => void;
  /** @throws {AppError}, or the abort that `work` throws */
  read<Result>(work: (db: SpaceDatabase) => Promise<Result>): Promise<Result>;
  /**
   * Runs `work` in one transaction and resolves when it is on disk. When anything fails, nothing is
   * changed. `work` awaits its requests and nothing else.
   * @throws {AppError}
   */
  write<const Names extends Name[], Result>(
    names: Names,
    work: (tx: WriteTransaction<Names>) => Promise<Result>,
  ): Promise<Result>;
}

/** Name of the database of a space. */
export const databaseName = (spaceId: string) => `whose-boat-space-${spaceId}`;

/** Opens the database of a space. @throws {AppError} as `openDatabase` */
export async function connect(spaceId: string): Promise<Connection> {
  const closeListeners = new Set<(error: AppError) => void>();
  let closed: AppError | null = null;
  const db = await openDatabase<SpaceSchema>(databaseName(spaceId), migrations, (error) => {
    closed ??= error;
    for (const listener of closeListeners) listener(error);
  });
  const changes = openChanges(databaseName(spaceId));

  return {
    close() {
      closed ??= storeClosed();
      changes.close();
      db.close();
    },
    onchange: changes.onchange,
    onclose(listener) {
      closeListeners.add(listener);
      return () => void closeListeners.delete(listener);
    },
    async read(work) {
      if (closed) throw closed;
      return work(db).catch((error: unknown) => {
        throw closed ?? storageError(error);
      });
    },
    async write(names, work) {
      if (closed) throw closed;
      void askToPersist();
      const result = await transact(db, names, work).catch((error: unknown) => {
        throw closed ?? storageError(error);
      });
      changes.announce();
      return result;
    },
  };
}

async function transact<const Names extends Name[], Result>(
  db: SpaceDatabase,
  names: Names,
  work: (tx: WriteTransaction<Names>) => Promise<Result>,
): Promise<Result> {
  const tx = db.transaction(names, 'readwrite', { durability: 'strict' });
  // When a request fails, the transaction's own error tells why (for instance a full disk).
  const ended = tx.done.then(
    () => null,
    (error: unknown) => error,
  );
  try {
    const result = await work(tx);
    const failure = await ended;
    if (failure !== null) throw tx.error ?? failure;
    return result;
  } catch (error) {
    if (!tx.error) abort(tx);
    await ended;
    throw tx.error ?? error;
  }
}

/** Nothing of a failed write may stay. */
function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It had ended already.
  }
}
