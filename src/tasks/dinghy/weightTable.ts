import type { UnitTable } from '../../domain/gauge';

/** Weights of units, decoded once: lookups by unit, rows as they were packed. */
export class WeightTable {
  readonly #rows: ReadonlyMap<string, number>;
  readonly #weights: Int8Array;
  readonly #step: number;

  /** @throws {RangeError} when rows and units do not match */
  constructor(
    { units, weights, step }: UnitTable,
    readonly columns: number,
  ) {
    this.#rows = new Map(units.split('\n').map((unit, row) => [unit, row]));
    this.#weights = bytesOf(weights);
    this.#step = step;
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

/** A plain loop: a callback a byte would hold the page up. */
function bytesOf(base64: string): Int8Array {
  const text = atob(base64);
  const bytes = new Int8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}
