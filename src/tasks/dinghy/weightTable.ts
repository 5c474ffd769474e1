import type { UnitTable } from '../../domain/gauge';
import { bytesOf } from './base64';
import { atOnce } from './steps';

interface Decoded {
  rows: ReadonlyMap<string, number>;
  weights: Int8Array;
}
const decoded = new WeakMap<UnitTable, Decoded>();
/** So many units are a step. */
const STEP_UNITS = 1000;

/** Decodes a table in steps, for idle moments; what was decoded is kept. */
export function* decoding(table: UnitTable): Generator<void, Decoded, void> {
  const known = decoded.get(table);
  if (known) return known;
  const weights = bytesOf(table.weights);
  yield;
  // A plain loop: making a pair, or calling back, for each of many would hold the page up.
  const rows = new Map<string, number>();
  for (const unit of table.units.split('\n')) {
    rows.set(unit, rows.size);
    if (rows.size % STEP_UNITS === 0) yield;
  }
  decoded.set(table, { rows, weights });
  return { rows, weights };
}

/** Weights of units: lookups by unit, rows as they were packed. */
export class WeightTable {
  readonly #rows: ReadonlyMap<string, number>;
  readonly #weights: Int8Array;
  readonly #step: number;

  /** @throws {RangeError} when rows and units do not match */
  constructor(
    table: UnitTable,
    readonly columns: number,
  ) {
    const { rows, weights } = atOnce(decoding(table));
    this.#rows = rows;
    this.#weights = weights;
    this.#step = table.step;
    if (this.#weights.length !== this.#rows.size * columns)
      throw new RangeError('weights and units do not match');
  }

  has(unit: string): boolean {
    return this.#rows.has(unit);
  }

  /** Adds a unit's weights, in nats, times `by` to the scores of the columns. */
  add(scores: number[], unit: string, by: number): void {
    const row = this.#rows.get(unit);
    if (row === undefined) return;
    const start = row * this.columns;
    for (let column = 0; column < this.columns; column += 1) {
      const weight = this.#weights[start + column] ?? 0;
      scores[column] = (scores[column] ?? 0) + weight * this.#step * by;
    }
  }

  /** The unit's weight of the greatest size, in nats; 0 for an unknown unit. */
  largest(unit: string): number {
    const row = this.#rows.get(unit);
    if (row === undefined) return 0;
    const weights = this.#weights.subarray(row * this.columns, (row + 1) * this.columns);
    return weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) * this.#step;
  }
}
