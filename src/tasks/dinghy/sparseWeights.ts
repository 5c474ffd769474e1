import type { SparseTable } from '../../domain/reader';
import { bytesOf } from './base64';
import { atOnce } from './steps';

const END = 0xffff;
const ENTRY = 3;
/** So many units are a step. */
const STEP_UNITS = 1000;

interface Decoded {
  bytes: Int8Array;
  /** Where each unit's row starts. */
  starts: ReadonlyMap<string, number>;
}
const decoded = new WeakMap<SparseTable, Decoded>();

/** Decodes a table in steps, for idle moments; what was decoded is kept. */
export function* decodingSparse(table: SparseTable): Generator<void, Decoded, void> {
  const known = decoded.get(table);
  if (known) return known;
  const bytes = bytesOf(table.rows);
  yield;
  const starts = new Map<string, number>();
  let at = 0;
  for (const unit of table.units.split('\n')) {
    starts.set(unit, at);
    while (columnAt(bytes, at) !== END) at += ENTRY;
    at += ENTRY;
    if (starts.size % STEP_UNITS === 0) yield;
  }
  decoded.set(table, { bytes, starts });
  return { bytes, starts };
}

/** Weights of units that speak for few columns each. */
export class SparseWeights {
  readonly #decoded: Decoded;
  readonly #step: number;

  constructor(table: SparseTable) {
    this.#decoded = atOnce(decodingSparse(table));
    this.#step = table.step;
  }

  has(unit: string): boolean {
    return this.#decoded.starts.has(unit);
  }

  /** Adds a unit's weights, in nats, times `by` to the scores of the columns. */
  add(scores: number[], unit: string, by: number): void {
    const { bytes, starts } = this.#decoded;
    const start = starts.get(unit);
    if (start === undefined) return;
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
