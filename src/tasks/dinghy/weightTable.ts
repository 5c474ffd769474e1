import type { UnitTable } from '../../domain/gauge';
import { byteCount, bytesOf } from './base64';
import { frontDecoded } from './frontCoded';
import { lineCount, LineIndex } from './lineIndex';
import { atOnce, keeping } from './steps';

interface Decoded {
  rows: LineIndex;
  weights: Int8Array;
}

/** Decodes a table in steps, for idle moments; what was decoded is kept. */
export const decoding = keeping(function* (table: UnitTable): Generator<void, Decoded, void> {
  const weights = bytesOf(table.weights);
  yield;
  const units = yield* frontDecoded(table.units);
  return { rows: yield* LineIndex.reading(units), weights };
});

/** Weights of units: lookups by unit, rows as they were packed. Decoded when it is first asked. */
export class WeightTable {
  #decoded: Decoded | null = null;

  /** @throws {RangeError} when rows and units do not match */
  constructor(
    private readonly table: UnitTable,
    readonly columns: number,
  ) {
    if (byteCount(table.weights) !== lineCount(table.units) * columns)
      throw new RangeError('weights and units do not match');
  }

  get #ready(): Decoded {
    return (this.#decoded ??= atOnce(decoding(this.table)));
  }

  /** Adds a unit's weights, in nats, times `by` to the scores of the columns. */
  add(scores: number[], unit: string, by: number): void {
    const { rows, weights } = this.#ready;
    const row = rows.find(unit);
    if (row < 0) return;
    const { step } = this.table;
    const start = row * this.columns;
    for (let column = 0; column < this.columns; column += 1) {
      const weight = weights[start + column] ?? 0;
      scores[column] = (scores[column] ?? 0) + weight * step * by;
    }
  }
}
