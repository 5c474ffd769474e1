import { pairOf, stateOf } from '../domain/comparison';
import type { Comparison } from '../domain/types';
import type { RecordKind, Records } from './records';
import type { ComparisonQuery } from './spaceStore';

/** The kinds in the order in which they are written: what others hang on comes first. */
export const recordKinds = [
  'datasets',
  'comparisons',
  'personas',
  'inferences',
  'judgements',
  'responses',
  'runs',
  'settings',
] as const satisfies readonly RecordKind[];

/** Whether what was inferred from `before` no longer fits `after`: other words, or another choice. */
export function pairChanged(before: Comparison, after: Comparison): boolean {
  const old = pairOf(before);
  if (!old) return false;
  const now = pairOf(after);
  return now === null || fittingPart(old) !== fittingPart(now);
}

/** A reason or a file may change without making a persona wrong. */
function fittingPart(pair: NonNullable<ReturnType<typeof pairOf>>): string {
  return JSON.stringify([pair.prompt, pair.history, pair.chosen, pair.rejected]);
}

/** Queue and files read from the top; everything else shows the newest first. */
export function inFileOrder({ state, datasetId }: ComparisonQuery): boolean {
  return state === 'queue' || typeof datasetId === 'string';
}

/** Sorts by time, then by id, oldest first: the order of every index. */
export function byTime<Row extends { id: string; createdAt: number }>(left: Row, right: Row) {
  return left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1);
}

/** How many records of all kinds. */
export function countRecords(records: Partial<Records>): number {
  return recordKinds.reduce((sum, kind) => sum + (records[kind]?.length ?? 0), 0);
}

/** Three places in the list of comparisons: 0 waiting, 1 decided for a side, 2 tie or both bad. */
export type Place = 0 | 1 | 2;

/** The place of a comparison. */
export function placeOf(comparison: Comparison): Place {
  const state = stateOf(comparison);
  return state === 'queue' ? 0 : state === 'pair' ? 1 : 2;
}

/** The place a query asks for; `null` for all three. */
export function placeAsked({ state }: ComparisonQuery): Place | null {
  return { all: null, queue: 0 as const, decided: 1 as const, 'undecided-kind': 2 as const }[state];
}
