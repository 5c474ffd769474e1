import { fingerprintOf, matchesText, pairOf } from '../domain/comparison';
import type { Comparison } from '../domain/types';
import { addNew } from './addNew';
import { deleteComparisons, takeHanging } from './cascade';
import type { Connection } from './connection';
import { inFileOrder, pairChanged, placeAsked } from './rules';
import { fromStored, toStored, type SpaceDatabase, type StoredComparison } from './spaceSchema';
import type { ComparisonMethods, ComparisonQuery } from './spaceStore';

const hanging = ['comparisons', 'personas', 'inferences', 'judgements'] as const;

/** The part of a stored space that keeps comparisons. */
export function storedComparisons({ read, write }: Connection): ComparisonMethods {
  return {
    saveComparison: (comparison) =>
      write([...hanging], async (tx) => {
        const { id, prompt, history, a, b } = comparison;
        const table = tx.objectStore('comparisons');
        const before = await table.get(id);
        const fingerprint = fingerprintOf(prompt, history, a.text, b.text);
        await table.put(toStored({ ...comparison, fingerprint }));
        return before && pairChanged(before, comparison) ? takeHanging(tx, [id]) : null;
      }),
    getComparison: (id) =>
      read(async (db) => {
        const row = await db.get('comparisons', id);
        return row ? fromStored(row) : null;
      }),
    deleteComparisons: (ids) => write([...hanging], (tx) => deleteComparisons(tx, ids)),
    importComparisons: (batch) =>
      write(['comparisons'], (tx) => addNew(tx.objectStore('comparisons'), batch)),
    listComparisons: (query, signal) => read((db) => listPage(db, query, signal)),
    countComparisons: () =>
      read(async (db) => {
        const table = db.transaction('comparisons').store;
        const [all, queue, pairs, ties, bothBad] = await Promise.all([
          table.count(),
          table.index('byPlace').count(within(0)),
          table.index('byPlace').count(within(1)),
          table.index('byEven').count('tie'),
          table.index('byEven').count('both-bad'),
        ]);
        return { all, queue, pairs, ties, bothBad };
      }),
    listPairs: (limit) => read(async (db) => newestPairs(db, limit)),
    getPairs: (ids) =>
      read(async (db) => {
        const table = db.transaction('comparisons').store;
        const rows = await Promise.all(ids.map((id) => table.get(id)));
        return rows.flatMap((row) => (row && pairOf(row)) ?? []);
      }),
    nextInQueue: () =>
      read(async (db) => {
        const [row] = await db.getAllFromIndex('comparisons', 'byPlace', within(0), 1);
        return row ? fromStored(row) : null;
      }),
  };
}

/** All keys of a compound index that begin with `start`. An array sorts behind every number and text. */
function within(...start: (string | number)[]): IDBKeyRange {
  return IDBKeyRange.bound(start, [...start, []]);
}

async function newestPairs(db: SpaceDatabase, limit?: number) {
  const pairs = [];
  if (limit === undefined) {
    const rows = await db.getAllFromIndex('comparisons', 'byPlace', within(1));
    for (const row of rows.reverse()) pairs.push(pairOf(row));
  } else {
    const index = db.transaction('comparisons').store.index('byPlace');
    let cursor = await index.openCursor(within(1), 'prev');
    for (; cursor && pairs.length < limit; cursor = await cursor.continue()) {
      pairs.push(pairOf(cursor.value));
    }
  }
  return pairs.flatMap((pair) => pair ?? []);
}

/** The index and range that hold exactly what the query asks for, but for its words. */
function rangeOf(db: SpaceDatabase, query: ComparisonQuery) {
  const table = db.transaction('comparisons').store;
  const place = placeAsked(query);
  const dataset = query.datasetId === undefined ? undefined : (query.datasetId ?? '');
  if (dataset !== undefined && place !== null) {
    return { index: table.index('byDatasetPlace'), range: within(dataset, place) };
  }
  if (dataset !== undefined) return { index: table.index('byDataset'), range: within(dataset) };
  if (place !== null) return { index: table.index('byPlace'), range: within(place) };
  return { index: table.index('byCreated'), range: null };
}

/** Walks the index a row at a time: a page of a large library never blocks the tab. */
async function listPage(db: SpaceDatabase, query: ComparisonQuery, signal?: AbortSignal) {
  const { text = '', offset, limit } = query;
  const searching = text.trim() !== '';
  const { index, range } = rangeOf(db, query);
  const direction = inFileOrder(query) ? 'next' : 'prev';
  const rows: Comparison[] = [];
  let total = searching ? 0 : await index.count(range);
  if (!searching && (offset >= total || limit <= 0)) return { rows, total };

  let cursor = await index.openCursor(range, direction);
  if (cursor && !searching && offset > 0) cursor = await cursor.advance(offset);
  while (cursor) {
    signal?.throwIfAborted();
    const row: StoredComparison = cursor.value;
    if (!searching) rows.push(fromStored(row));
    else if (matchesText(row, text) && ++total > offset && rows.length < limit) {
      rows.push(fromStored(row));
    }
    if (!searching && rows.length === limit) break;
    cursor = await cursor.continue();
  }
  return { rows, total };
}
