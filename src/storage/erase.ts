import { databaseName } from './connection';
import { eraseOpfs } from './models/opfsChunks';
import { appDatabaseName, deleteDatabase, openSpaces } from './openSpaces';
import type { RecordKind } from './records';
import { recordKinds } from './rules';

/** All our databases, caches and keys begin so; other apps of the same site are left alone. */
const OURS = /^(whose-boat|transformers-cache)/;

/** What was erased, for the person to read. */
export interface EraseReceipt {
  spaces: number;
  /** How many of each kind, all spaces together. */
  records: Record<RecordKind, number>;
  databases: string[];
  caches: { names: string[]; files: number };
  /** Keys of localStorage and sessionStorage. */
  keys: string[];
  /** Service workers that served this app offline. */
  serviceWorkers: number;
  /** What could not be erased, as sentences; empty when all is gone. */
  problems: string[];
}

/**
 * Erases everything this app keeps in this browser: databases, caches, keys, service workers.
 *
 * Open stores, also in other tabs, are closed by it. Nothing can be brought back. Each step is tried
 * even if another fails; what remains is said in `problems`. Never throws. Afterwards reload the page.
 */
export async function eraseEverything(): Promise<EraseReceipt> {
  const problems: string[] = [];
  const tried = async <Result>(what: string, fallback: Result, work: () => Promise<Result>) => {
    try {
      return await work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problems.push(`${what} could not be erased (${why}). Close other tabs and try again.`);
      return fallback;
    }
  };

  const { ids, records } = await countAll().catch(() => ({ ids: [], records: noCounts() }));
  const databases: string[] = [];
  for (const name of await databaseNames(ids)) {
    const gone = await tried(`The database ${name}`, false, async () => {
      await deleteDatabase(name);
      return true;
    });
    if (gone) databases.push(name);
  }
  await tried('Stored models', undefined, eraseOpfs);
  return {
    spaces: ids.length,
    records,
    databases,
    caches: await tried('Stored files', { names: [], files: 0 }, eraseCaches),
    keys: await tried('Stored keys', [], async () => eraseKeys()),
    serviceWorkers: await tried('The offline copy of the app', 0, unregisterAll),
    problems,
  };
}

const noCounts = () =>
  // Every kind is set: `recordKinds` lists them all.
  Object.fromEntries(recordKinds.map((kind) => [kind, 0])) as Record<RecordKind, number>;

async function countAll() {
  const spaces = await openSpaces();
  const records = noCounts();
  const ids = (await spaces.list()).map(({ id }) => id);
  const there = await existing();
  for (const id of ids) {
    if (there && !there.includes(databaseName(id))) continue;
    const store = await spaces.open(id);
    for (const kind of recordKinds) {
      for await (const batch of store.readAll(kind)) records[kind] += batch.length;
    }
    store.close();
  }
  spaces.close();
  return { ids, records };
}

/** Names of the databases that exist; `null` in browsers that do not tell. */
async function existing(): Promise<string[] | null> {
  if (typeof indexedDB.databases !== 'function') return null;
  return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
}

async function databaseNames(ids: readonly string[]): Promise<string[]> {
  const listed = [...ids.map(databaseName), appDatabaseName];
  const there = await existing().catch(() => null);
  return there ? there.filter((name) => OURS.test(name)) : listed;
}

async function eraseCaches() {
  // Insecure origins have no caches.
  if (typeof caches === 'undefined') return { names: [], files: 0 };
  const names = (await caches.keys()).filter((name) => OURS.test(name));
  let files = 0;
  for (const name of names) {
    files += (await (await caches.open(name)).keys()).length;
    await caches.delete(name);
  }
  return { names, files };
}

function eraseKeys(): string[] {
  return [localStorage, sessionStorage].flatMap((storage) => {
    const keys = Object.keys(storage).filter((key) => OURS.test(key));
    for (const key of keys) storage.removeItem(key);
    return keys;
  });
}

async function unregisterAll(): Promise<number> {
  if (!('serviceWorker' in navigator)) return 0;
  const folder = new URL('./', document.baseURI).href;
  const registrations = await navigator.serviceWorker.getRegistrations();
  const ours = registrations.filter(({ scope }) => scope.startsWith(folder));
  for (const registration of ours) await registration.unregister();
  return ours.length;
}
