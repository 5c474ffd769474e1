import { inferenceIdOf } from '../domain/comparison';
import { memoryComparisons, takeComparisons } from './memoryComparisons';
import { memoryTables, type MemoryTable } from './memoryTables';
import { byTime, recordKinds } from './rules';
import { noRecords, type RecordKind, type Records } from './records';
import type { SpaceStore } from './spaceStore';
import { storeClosed } from './storageErrors';

/**
 * A space that lasts as long as the tab: for browsers that let the page keep nothing, and for tests.
 * It keeps the contract of the one in IndexedDB, but nothing survives a reload.
 */
export function memoryStore(id: string, records: Partial<Records> = {}): SpaceStore {
  const kept = memoryTables();
  let open = true;
  const tables = () => {
    if (!open) throw storeClosed();
    return kept;
  };
  /** `memoryTables` guarantees that a kind's table holds this kind; TypeScript loses the link. */
  const tableOf = <Kind extends RecordKind>(kind: Kind) =>
    tables()[kind] as unknown as MemoryTable<Records[Kind][number]>;
  const addKind = <Kind extends RecordKind>(kind: Kind, rows: Records[Kind] | undefined) => {
    const table = tableOf(kind);
    const all: Records[Kind][number][] = rows ?? [];
    const fresh = all.filter((row) => !table.has(table.keyOf(row)));
    for (const row of fresh) table.put(row);
    return { kept: fresh.length, already: all.length - fresh.length };
  };
  const add = (more: Partial<Records>) => {
    const sums = recordKinds.map((kind) => addKind(kind, more[kind]));
    return {
      kept: sums.reduce((sum, each) => sum + each.kept, 0),
      already: sums.reduce((sum, each) => sum + each.already, 0),
    };
  };
  add(records);

  return {
    id,
    close: () => void (open = false),
    onchange: () => () => {},
    onclose: () => () => {},
    ...memoryComparisons(tables),
    restore: async (more) => add(more),
    async replaceAll(more) {
      for (const kind of recordKinds) tables()[kind].clear();
      add(more);
    },
    async *readAll(kind, signal) {
      signal?.throwIfAborted();
      // Rows of one kind, as an array of that kind: see `tableOf`.
      const rows = tableOf(kind).all() as Records[typeof kind];
      if (rows.length > 0) yield rows;
    },

    saveDataset: async (dataset) => tables().datasets.put(dataset),
    listDatasets: async () =>
      tables()
        .datasets.all()
        .sort((left, right) => right.importedAt - left.importedAt),
    deleteDataset: async (key) => ({
      ...takeComparisons(tables(), ({ datasetId }) => datasetId === key),
      datasets: tables().datasets.take((row) => row.id === key),
    }),

    savePersona: async (persona) => tables().personas.put(persona),
    getPersona: async (key) => tables().personas.get(key),
    listPersonas: async () => tables().personas.all().sort(byTime).reverse(),
    deletePersona: async (key) => ({
      ...noRecords(),
      personas: tables().personas.take((row) => row.id === key),
      inferences: tables().inferences.take(({ personaId }) => personaId === key),
      judgements: tables().judgements.take(({ personaId }) => personaId === key),
    }),
    async saveInference(inference, persona) {
      tables().inferences.put(inference);
      if (persona) tables().personas.put(persona);
    },
    getInference: async (pairId, side, modelId) =>
      tables().inferences.get(inferenceIdOf(pairId, side, modelId)),
    listInferences: async () => tables().inferences.all(),
    saveJudgements: async (rows) => rows.forEach((row) => tables().judgements.put(row)),
    listJudgements: async () => tables().judgements.all(),

    saveResponses: async (rows) => rows.forEach((row) => tables().responses.put(row)),
    listResponses: async (limit = Infinity) =>
      tables()
        .responses.all()
        .map((response) => ({ id: response.id, createdAt: response.made.createdAt, response }))
        .sort(byTime)
        .reverse()
        .slice(0, limit)
        .map(({ response }) => response),
    saveRun: async (run) => tables().runs.put(run),
    getRun: async (key) => tables().runs.get(key),
    listRuns: async () =>
      tables()
        .runs.all()
        .sort((left, right) => right.startedAt - left.startedAt),

    async getSetting<T>(key: string, fallback: T): Promise<T> {
      const setting = tables().settings.get(key);
      // The caller names the type of what it stored under this key.
      return setting ? (setting.value as T) : fallback;
    },
    setSetting: async (key, value) => tables().settings.put({ key, value }),
  };
}
