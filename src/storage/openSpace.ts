import { inferenceIdOf } from '../domain/comparison';
import { deleteComparisons, deletePersona } from './cascade';
import { connect, type Connection } from './connection';
import { noRecords, type Records } from './records';
import type { SpaceDatabase } from './spaceSchema';
import type { SpaceStore } from './spaceStore';
import { storedComparisons } from './storedComparisons';
import { storedRecords } from './storedRecords';

/** Comparisons deleted in one transaction when a whole file goes. */
const DELETE_ROWS = 1000;

/**
 * Opens the store of a space in IndexedDB; a space that is not there yet begins empty.
 * Use `Spaces.open`, which also fills scenes.
 *
 * @throws {AppError} `storage-unavailable`, `storage-full` or `storage-blocked`
 */
export async function openSpace(id: string): Promise<SpaceStore> {
  const connection = await connect(id);
  const { read, write, close, onchange, onclose } = connection;
  const cascading = ['comparisons', 'personas', 'inferences', 'judgements'] as const;

  return {
    id,
    close,
    onchange,
    onclose,
    ...storedComparisons(connection),
    ...storedRecords(connection),

    saveDataset: (dataset) => write(['datasets'], async (tx) => void (await tx.store.put(dataset))),
    listDatasets: () =>
      read(async (db) =>
        (await db.getAll('datasets')).sort((left, right) => right.importedAt - left.importedAt),
      ),
    deleteDataset: (key) => deleteDataset(connection, key),

    savePersona: (persona) => write(['personas'], async (tx) => void (await tx.store.put(persona))),
    getPersona: (key) => read(async (db) => (await db.get('personas', key)) ?? null),
    listPersonas: () =>
      read(async (db) => (await db.getAllFromIndex('personas', 'byCreated')).reverse()),
    deletePersona: (key) => write([...cascading], (tx) => deletePersona(tx, key)),

    saveInference: (inference, persona) =>
      write(['inferences', 'personas'], async (tx) => {
        await tx.objectStore('inferences').put(inference);
        if (persona) await tx.objectStore('personas').put(persona);
      }),
    getInference: (pairId, side, modelId) =>
      read(
        async (db) => (await db.get('inferences', inferenceIdOf(pairId, side, modelId))) ?? null,
      ),
    listInferences: () => read((db) => db.getAll('inferences')),
    saveJudgements: (judgements) =>
      write(['judgements'], async (tx) => {
        await Promise.all(judgements.map((judgement) => tx.store.put(judgement)));
      }),
    listJudgements: () => read((db) => db.getAll('judgements')),

    saveResponses: (responses) =>
      write(['responses'], async (tx) => {
        await Promise.all(responses.map((response) => tx.store.put(response)));
      }),
    listResponses: (limit) => read((db) => newestResponses(db, limit)),
    saveRun: (run) => write(['runs'], async (tx) => void (await tx.store.put(run))),
    getRun: (key) => read(async (db) => (await db.get('runs', key)) ?? null),
    listRuns: () =>
      read(async (db) =>
        (await db.getAll('runs')).sort((left, right) => right.startedAt - left.startedAt),
      ),

    getSetting: <T>(key: string, fallback: T) =>
      read(async (db) => {
        const setting = await db.get('settings', key);
        // The caller names the type of what it stored under this key.
        return setting ? (setting.value as T) : fallback;
      }),
    setSetting: (key, value) =>
      write(['settings'], async (tx) => void (await tx.store.put({ key, value }))),
  };
}

async function newestResponses(db: SpaceDatabase, limit = Infinity) {
  const responses = [];
  let cursor = await db.transaction('responses').store.index('byCreated').openCursor(null, 'prev');
  for (; cursor && responses.length < limit; cursor = await cursor.continue()) {
    responses.push(cursor.value);
  }
  return responses;
}

/** The file's own record goes last: when the tab is killed midway, the rest can be deleted again. */
async function deleteDataset({ read, write }: Connection, id: string): Promise<Records> {
  const gone = noRecords();
  const range = IDBKeyRange.bound([id], [id, []]);
  while (true) {
    const ids = await read((db) =>
      db.getAllKeysFromIndex('comparisons', 'byDataset', range, DELETE_ROWS),
    );
    if (ids.length === 0) break;
    const part = await write(['comparisons', 'personas', 'inferences', 'judgements'], (tx) =>
      deleteComparisons(tx, ids),
    );
    gone.comparisons.push(...part.comparisons);
    gone.personas.push(...part.personas);
    gone.inferences.push(...part.inferences);
    gone.judgements.push(...part.judgements);
  }
  return write(['datasets'], async (tx) => {
    const dataset = await tx.store.get(id);
    await tx.store.delete(id);
    return { ...gone, datasets: dataset ? [dataset] : [] };
  });
}
