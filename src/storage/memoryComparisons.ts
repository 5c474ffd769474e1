import { fingerprintOf, matchesText, pairOf, stateOf } from '../domain/comparison';
import type { Comparison } from '../domain/types';
import { takeHanging, type MemoryTables } from './memoryTables';
import { byTime, inFileOrder, pairChanged, placeAsked, placeOf } from './rules';
import type { Records } from './records';
import type { ComparisonMethods } from './spaceStore';

/** Removes the comparisons that pass, and what hangs on them. */
export function takeComparisons(
  tables: MemoryTables,
  passes: (row: Comparison) => boolean,
): Records {
  const comparisons = tables.comparisons.take(passes);
  return { ...takeHanging(tables, new Set(comparisons.map(({ id }) => id))), comparisons };
}

/** The part of a memory store that keeps comparisons. `tables` throws when the store is closed. */
export function memoryComparisons(tables: () => MemoryTables): ComparisonMethods {
  const oldest = () => tables().comparisons.all().sort(byTime);

  return {
    async saveComparison(comparison) {
      const { id, prompt, history, a, b } = comparison;
      const before = tables().comparisons.get(id);
      const fingerprint = fingerprintOf(prompt, history, a.text, b.text);
      tables().comparisons.put({ ...comparison, fingerprint });
      const stale = before !== null && pairChanged(before, comparison);
      return stale ? takeHanging(tables(), new Set([id])) : null;
    },
    async getComparison(id) {
      return tables().comparisons.get(id);
    },
    async deleteComparisons(ids) {
      return takeComparisons(tables(), ({ id }) => ids.includes(id));
    },
    async importComparisons(batch) {
      const seen = new Set(oldest().map(({ fingerprint }) => fingerprint));
      const fresh = batch.filter(({ fingerprint }) => {
        const isNew = !seen.has(fingerprint);
        seen.add(fingerprint);
        return isNew;
      });
      for (const row of fresh) tables().comparisons.put(row);
      return { kept: fresh.length, duplicates: batch.length - fresh.length };
    },
    async listComparisons(query, signal) {
      signal?.throwIfAborted();
      const { datasetId, text = '', offset, limit } = query;
      const sorted = inFileOrder(query) ? oldest() : oldest().reverse();
      const place = placeAsked(query);
      const rows = sorted.filter(
        (row) =>
          (place === null || placeOf(row) === place) &&
          (datasetId === undefined || row.datasetId === datasetId) &&
          matchesText(row, text),
      );
      return { rows: rows.slice(offset, offset + limit), total: rows.length };
    },
    async countComparisons() {
      const states = oldest().map(stateOf);
      const count = (wanted: string) => states.filter((state) => state === wanted).length;
      return {
        all: states.length,
        queue: count('queue'),
        pairs: count('pair'),
        ties: count('tie'),
        bothBad: count('both-bad'),
      };
    },
    async listPairs(limit = Infinity) {
      return oldest()
        .reverse()
        .flatMap((row) => pairOf(row) ?? [])
        .slice(0, limit);
    },
    async getPairs(ids) {
      const rows = ids.map((id) => tables().comparisons.get(id));
      return rows.flatMap((row) => (row && pairOf(row)) ?? []);
    },
    async nextInQueue() {
      return oldest().find(({ choice }) => choice === null) ?? null;
    },
  };
}
