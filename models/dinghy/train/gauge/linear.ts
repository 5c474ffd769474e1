import type { Random } from '../random';

/** A text or a pair as a linear reader sees it: units with weights, and measured differences. */
export interface Seen {
  units: Int32Array;
  weights: Float32Array;
  measured: readonly number[];
}

export interface Rates {
  epochs: number;
  rate: number;
  /** Ridge on every weight, a step. */
  ridge: number;
  /** Share of the units left out at each step. */
  dropout: number;
  /** Damps the first steps of a rare unit. */
  damping: number;
  /** How many of the last epochs the weights are averaged over. */
  averaged: number;
}

/** Sparse weights by AdaGrad (Duchi et al. 2011), one column a class; bias columns are kept apart. */
export class Linear {
  readonly weights: Float32Array;
  readonly measured: Float32Array;
  readonly bias: Float32Array;
  readonly #squares: [Float32Array, Float32Array, Float32Array];
  /** Sums of the weights at the end of epochs, and of how many. */
  readonly #sums: Float64Array[] = [];
  #epochs = 0;

  constructor(
    readonly columns: number,
    units: number,
    differences: number,
    bias: number,
  ) {
    this.weights = new Float32Array(units * columns);
    this.measured = new Float32Array(differences * columns);
    this.bias = new Float32Array(columns).fill(bias);
    this.#squares = [
      new Float32Array(this.weights.length),
      new Float32Array(this.measured.length),
      new Float32Array(columns),
    ];
  }

  /** Scores of the columns, without bias. */
  scores({ units, weights, measured }: Seen): Float32Array {
    const out = new Float32Array(this.columns);
    units.forEach((unit, i) => this.#add(out, this.weights, unit, weights[i] ?? 0));
    measured.forEach((value, i) => value && this.#add(out, this.measured, i, value));
    return out;
  }

  /** One step against `errors` (d loss / d score); biases follow `biasErrors`. */
  step(
    seen: Seen,
    errors: Float32Array,
    biasErrors: Float32Array,
    { rate, ridge, damping }: Rates,
    weight: number,
  ): void {
    const [a, b, c] = this.#squares;
    const { columns } = this;
    const move = (of: Float32Array, squares: Float32Array, row: number, value: number) => {
      const start = row * columns;
      for (let column = 0; column < columns; column += 1) {
        const at = start + column;
        const slope = (errors[column] ?? 0) * value + ridge * weight * (of[at] ?? 0);
        if (slope === 0) continue;
        const sum = (squares[at] ?? 0) + slope * slope;
        squares[at] = sum;
        of[at] = (of[at] ?? 0) - (rate * slope) / Math.sqrt(sum + damping);
      }
    };
    for (let i = 0; i < seen.units.length; i += 1) {
      const value = seen.weights[i] ?? 0;
      if (value !== 0) move(this.weights, a, seen.units[i] ?? 0, value);
    }
    for (let i = 0; i < seen.measured.length; i += 1) {
      const value = seen.measured[i] ?? 0;
      if (value !== 0) move(this.measured, b, i, value);
    }
    for (let at = 0; at < biasErrors.length; at += 1) {
      const slope = biasErrors[at] ?? 0;
      const sum = (c[at] ?? 0) + slope * slope;
      c[at] = sum;
      this.bias[at] = (this.bias[at] ?? 0) - (rate * slope) / Math.sqrt(sum + damping);
    }
  }

  /** Keeps the weights as they stand, for the average (Polyak & Juditsky 1992). */
  remember(): void {
    this.#all.forEach((weights, i) => {
      const sums = (this.#sums[i] ??= new Float64Array(weights.length));
      weights.forEach((weight, at) => (sums[at] = (sums[at] ?? 0) + weight));
    });
    this.#epochs += 1;
  }

  /** Puts the average of what was remembered in the weights' place. */
  settle(): void {
    this.#all.forEach((weights, i) => {
      this.#sums[i]?.forEach((sum, at) => (weights[at] = sum / this.#epochs));
    });
  }

  get #all(): Float32Array[] {
    return [this.weights, this.measured, this.bias];
  }

  #add(out: Float32Array, from: Float32Array, row: number, value: number): void {
    for (let column = 0, at = row * this.columns; column < this.columns; column += 1, at += 1)
      out[column] = (out[column] ?? 0) + (from[at] ?? 0) * value;
  }
}

/** The same text with some of its units left out, the others heavier. */
export function thinned(seen: Seen, dropout: number, random: Random): Seen {
  const keep = seen.weights.map((weight) => (random.chance(dropout) ? 0 : weight / (1 - dropout)));
  return { ...seen, weights: keep };
}

/** Units seen at least `least` times, numbered; counts weigh rows. */
export function vocabulary(
  texts: Iterable<{ units: Iterable<string>; count: number }>,
  least: number,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { units, count } of texts)
    for (const unit of units) counts.set(unit, (counts.get(unit) ?? 0) + count);
  const known = new Map<string, number>();
  for (const [unit, count] of counts) if (count >= least) known.set(unit, known.size);
  return known;
}
