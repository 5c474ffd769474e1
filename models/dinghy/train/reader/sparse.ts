import { share } from '../../../../src/tasks/dinghy/questionUnits';
import { Counts } from '../counts';
import type { Random } from '../random';

/** A row: its units by number, the columns that are right, and how much it counts. */
export interface Row {
  units: Int32Array;
  /** Units that count as words of the question. */
  words: number;
  column: number;
  weight: number;
}

/** Units numbered, with the columns each may speak for: those it was seen with. */
export class Support {
  readonly units = new Map<string, number>();
  readonly columns: Int32Array[];
  readonly starts: Int32Array;

  /** @param least units seen in fewer rows are left out */
  constructor(rows: readonly { units: Iterable<string>; column: number }[], least: number) {
    const counts = new Counts<string>();
    for (const { units } of rows) counts.addAll(units);
    const sets: Set<number>[] = [];
    for (const { units, column } of rows)
      for (const unit of units) {
        if (counts.of(unit) < least) continue;
        const id = this.units.get(unit) ?? this.units.size;
        this.units.set(unit, id);
        (sets[id] ??= new Set()).add(column);
      }
    this.columns = sets.map((set) => Int32Array.from(set).sort());
    this.starts = new Int32Array(sets.length + 1);
    this.columns.forEach((list, id) => {
      this.starts[id + 1] = (this.starts[id] ?? 0) + list.length;
    });
  }

  get size(): number {
    return this.starts.at(-1) ?? 0;
  }
}

export interface Rates {
  epochs: number;
  rate: number;
  ridge: number;
  dropout: number;
  /** Share of the probability that is spread over all columns. */
  smoothing: number;
}

/** Softmax regression whose weights stand only where unit and column were seen together; AdaGrad. */
export class SparseSoftmax {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly #squares: Float32Array;
  readonly #biasSquares: Float32Array;

  constructor(
    readonly support: Support,
    readonly columns: number,
  ) {
    this.weights = new Float32Array(support.size);
    this.#squares = new Float32Array(support.size);
    this.bias = new Float32Array(columns);
    this.#biasSquares = new Float32Array(columns);
  }

  scores(units: Int32Array, by = share(units.length)): Float32Array {
    const out = Float32Array.from(this.bias);
    for (const unit of units) {
      const list = this.support.columns[unit] ?? new Int32Array();
      const start = this.support.starts[unit] ?? 0;
      for (let i = 0; i < list.length; i += 1) {
        const column = list[i] ?? 0;
        out[column] = (out[column] ?? 0) + by * (this.weights[start + i] ?? 0);
      }
    }
    return out;
  }

  fit(rows: readonly Row[], rates: Rates, random: Random): void {
    for (let epoch = 0; epoch < rates.epochs; epoch += 1)
      for (const row of random.shuffle([...rows])) this.#step(row, rates, random);
  }

  #step({ units, words, column, weight }: Row, rates: Rates, random: Random): void {
    const kept = units.filter(() => !random.chance(rates.dropout));
    const by = share((words * kept.length) / units.length);
    const odds = softmax(this.scores(kept, by));
    const spread = rates.smoothing / this.columns;
    const slopes = odds.map(
      (p, at) => weight * (p - (at === column ? 1 - rates.smoothing : 0) - spread),
    );
    for (const unit of kept) {
      const list = this.support.columns[unit] ?? new Int32Array();
      const start = this.support.starts[unit] ?? 0;
      for (let i = 0; i < list.length; i += 1) {
        const at = start + i;
        const slope =
          (slopes[list[i] ?? 0] ?? 0) * by + rates.ridge * weight * (this.weights[at] ?? 0);
        const sum = (this.#squares[at] ?? 0) + slope * slope;
        this.#squares[at] = sum;
        this.weights[at] = (this.weights[at] ?? 0) - (rates.rate * slope) / Math.sqrt(sum + 1e-4);
      }
    }
    slopes.forEach((slope, at) => {
      const sum = (this.#biasSquares[at] ?? 0) + slope * slope;
      this.#biasSquares[at] = sum;
      this.bias[at] = (this.bias[at] ?? 0) - (0.1 * rates.rate * slope) / Math.sqrt(sum + 1e-4);
    });
  }
}

export function softmax(scores: Float32Array): Float32Array {
  const top = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const odds = scores.map((score) => Math.exp(score - top));
  const total = odds.reduce((sum, x) => sum + x, 0);
  return odds.map((x) => x / total);
}
