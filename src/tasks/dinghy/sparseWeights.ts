import type { SparseTable } from '../../domain/reader';
import { bytesOf } from './base64';
import { frontDecoded } from './frontCoded';
import { lineCount, LineIndex } from './lineIndex';
import { atOnce, keeping } from './steps';

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
  const units = yield* LineIndex.reading(yield* frontDecoded(table.units));
  yield;
  const starts = new Int32Array(lineCount(table.units));
  let at = 0;
  for (let unit = 0; unit < starts.length; unit += 1) {
    starts[unit] = at;
    // Over the bytes of each step and the weight behind it.
    while (byteAt(bytes, at) !== 0) {
      while (byteAt(bytes, at) < 0) at += 1;
      at += 2;
    }
    at += 1;
  }
  return { bytes, units, starts };
});

/** Weights of units that speak for few columns each. Decoded when it is first asked. */
export class SparseWeights {
  #decoded: Decoded | null = null;

  constructor(private readonly table: SparseTable) {}

  get #ready(): Decoded {
    return (this.#decoded ??= atOnce(decodingSparse(this.table)));
  }

  /** Its units in their order. */
  get units(): readonly string[] {
    return this.#ready.units.lines;
  }

  has(unit: string): boolean {
    return this.#ready.units.find(unit) >= 0;
  }

  /** Adds a unit's weights, in nats, times `by` to the scores of the columns. */
  add(scores: number[], unit: string, by: number): void {
    this.#each(unit, (column, weight) => {
      const score = scores[column];
      // A damaged table may name columns that nobody has.
      if (score !== undefined) scores[column] = score + weight * by;
    });
  }

  /** The unit's weight of the greatest size, in nats; 0 for an unknown unit. */
  largest(unit: string): number {
    let most = 0;
    this.#each(unit, (_, weight) => (most = Math.max(most, Math.abs(weight))));
    return most;
  }

  #each(unit: string, see: (column: number, weight: number) => void): void {
    const { bytes, units, starts } = this.#ready;
    const row = units.find(unit);
    if (row < 0) return;
    let column = -1;
    for (let at = starts[row] ?? 0; byteAt(bytes, at) !== 0; at += 2) {
      for (let bits = 0; ; at += 1, bits += 7) {
        const byte = byteAt(bytes, at);
        column += (byte & 0x7f) << bits;
        // Signed bytes: the eighth bit makes one negative.
        if (byte >= 0) break;
      }
      see(column, byteAt(bytes, at + 1) * this.table.step);
    }
  }
}

/** After the last byte every row is at its end. */
const byteAt = (bytes: Int8Array, at: number): number => bytes[at] ?? 0;
