import { unwrap, type IDBPObjectStore } from 'idb';
import type { Comparison } from '../domain/types';
import { toStored, type SpaceSchema } from './spaceSchema';

type Table = IDBPObjectStore<SpaceSchema, ['comparisons'], 'comparisons', 'readwrite'>;

/**
 * Adds the comparisons whose fingerprints are new, to the table and within the batch.
 *
 * Written on bare IndexedDB: a promise for each of thousands of rows costs a third of the time. A
 * row that cannot be added ends the transaction, whose error the caller reports.
 */
export async function addNew(
  table: Table,
  batch: readonly Comparison[],
): Promise<{ kept: number; duplicates: number }> {
  const byFingerprint = new Map<string, Comparison>();
  for (const row of batch) {
    if (!byFingerprint.has(row.fingerprint)) byFingerprint.set(row.fingerprint, row);
  }
  const fresh = await missing(unwrap(table).index('byFingerprint'), [...byFingerprint.values()]);
  for (const row of fresh) unwrap(table).add(toStored(row));
  return { kept: fresh.length, duplicates: batch.length - fresh.length };
}

/** The rows whose fingerprints are not in the index. */
function missing(index: IDBIndex, rows: readonly Comparison[]): Promise<Comparison[]> {
  return new Promise((resolve, reject) => {
    const requests = rows.map(({ fingerprint }) => index.getKey(fingerprint));
    const last = requests.at(-1);
    if (!last) return resolve([]);
    // Requests of a transaction are answered in order: after the last, all are.
    last.onsuccess = () => resolve(rows.filter((_row, at) => requests[at]?.result === undefined));
    last.onerror = () => reject(last.error);
  });
}
