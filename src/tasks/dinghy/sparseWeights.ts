import type { SparseTable } from '../../domain/reader';
import { bytesOf } from './base64';
import { lineCount, LineIndex } from './lineIndex';
import { atOnce, keeping } from './steps';

const END = 0xffff;
const ENTRY = 3;
interface Decoded {
  bytes: Int8Array;
  units: LineIndex;
  /** Where each unit's row starts. */
  starts: Int32Array;
}

/** Decodes a table in steps, for idle moments; what was decoded is kept. */
export const decodingSparse = keeping(function* (
  table: SparseTable,
): Generator<void, Decoded, void> {
  const bytes = bytesOf(table.rows);
  yield;
  const units = yield* LineIndex.reading(table.units);
  yield;
  const starts = new Int32Array(lineCount(table.units));
  let at = 0;
  for (let unit = 0; unit < starts.length; unit += 1) {
    starts[unit] = at;
    while (columnAt(bytes, at) !== END) at += ENTRY;
    at += ENTRY;
  }
  return { bytes, units, starts };
});

/** Weights of units that speak for few columns each. */
export class SparseWeights {
  readonly #decoded: Decoded;
  readonly #step: number;

  constructor(table: SparseTable) {
    this.#decoded = atOnce(decodingSparse(table));
    this.#step = table.step;
  }

  has(unit: string): boolean {
    return this.#decoded.units.find(unit) >= 0;
  }

  /** Adds a unit's weights, in nats, times `by` to the scores of the columns. */
  add(scores: number[], unit: string, by: number): void {
    const { bytes, units, starts } = this.#decoded;
    const row = units.find(unit);
    if (row < 0) return;
    const start = starts[row] ?? 0;
    for (let at = start; columnAt(bytes, at) !== END; at += ENTRY) {
      const column = columnAt(bytes, at);
      scores[column] = (scores[column] ?? 0) + (bytes[at + 2] ?? 0) * this.#step * by;
    }
  }
}

function columnAt(bytes: Int8Array, at: number): number {
  return at >= bytes.length
    ? END
    : ((bytes[at] ?? 0) & 0xff) | (((bytes[at + 1] ?? 0) & 0xff) << 8);
}
