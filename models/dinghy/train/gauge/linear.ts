import type { Seen } from './seen';

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

/** A matrix of weights, row by row, with the squares of its slopes so far. */
class Block {
  readonly weights: Float32Array;
  readonly #squares: Float32Array;
  /** Sum of the weights at the end of epochs. */
  #sum: Float64Array | null = null;
  #epochs = 0;

  constructor(
    readonly columns: number,
    rows: number,
    start = 0,
  ) {
    this.weights = new Float32Array(rows * columns).fill(start);
    this.#squares = new Float32Array(this.weights.length);
  }

  /** Adds `value` times a row to `out`. */
  add(out: Float32Array, row: number, value: number): void {
    for (let column = 0, at = row * this.columns; column < this.columns; column += 1, at += 1)
      out[column] = (out[column] ?? 0) + (this.weights[at] ?? 0) * value;
  }

  /** Moves a row against `errors` times `value`, with a pull of `ridge` to zero. */
  move(row: number, value: number, errors: Float32Array, ridge: number, rates: Rates): void {
    const [of, squares] = [this.weights, this.#squares];
    for (let column = 0, at = row * this.columns; column < this.columns; column += 1, at += 1) {
      const slope = (errors[column] ?? 0) * value + ridge * (of[at] ?? 0);
      if (slope === 0) continue;
      const sum = (squares[at] ?? 0) + slope * slope;
      squares[at] = sum;
      of[at] = (of[at] ?? 0) - (rates.rate * slope) / Math.sqrt(sum + rates.damping);
    }
  }

  /** Keeps the weights as they stand, for the average (Polyak & Juditsky 1992). */
  remember(): void {
    const sums = (this.#sum ??= new Float64Array(this.weights.length));
    this.weights.forEach((weight, at) => (sums[at] = (sums[at] ?? 0) + weight));
    this.#epochs += 1;
  }

  /** Puts the average of what was remembered in the weights' place. */
  settle(): void {
    this.#sum?.forEach((sum, at) => (this.weights[at] = sum / this.#epochs));
  }
}

/** Sparse weights by AdaGrad (Duchi et al. 2011), one column a class; bias columns are kept apart. */
export class Linear {
  readonly #units: Block;
  readonly #measured: Block;
  readonly #bias: Block;

  constructor(
    readonly columns: number,
    units: number,
    differences: number,
    bias: number,
  ) {
    this.#units = new Block(columns, units);
    this.#measured = new Block(columns, differences);
    this.#bias = new Block(columns, 1, bias);
  }

  get weights(): Float32Array {
    return this.#units.weights;
  }

  get measured(): Float32Array {
    return this.#measured.weights;
  }

  get bias(): Float32Array {
    return this.#bias.weights;
  }

  /** Runs `epoch` as often as the rates say, then leaves the average of its last weights. */
  fit({ epochs, averaged }: Rates, epoch: () => void): void {
    const blocks = [this.#units, this.#measured, this.#bias];
    for (let turn = 0; turn < epochs; turn += 1) {
      epoch();
      if (turn >= epochs - averaged) for (const block of blocks) block.remember();
    }
    for (const block of blocks) block.settle();
  }

  /** Scores of the columns, without bias. */
  scores(seen: Seen): Float32Array {
    const out = new Float32Array(this.columns);
    seen.units.forEach((unit, i) => this.#units.add(out, unit, seen.weights[i] ?? 0));
    seen.measured.forEach((value, i) => value && this.#measured.add(out, i, value));
    return out;
  }

  /** One step against `errors` (d loss / d score) of a row of some weight; biases follow `biasErrors`. */
  step(
    seen: Seen,
    errors: Float32Array,
    biasErrors: Float32Array,
    rates: Rates,
    weight: number,
  ): void {
    const ridge = rates.ridge * weight;
    seen.units.forEach((unit, i) => {
      const value = seen.weights[i] ?? 0;
      if (value !== 0) this.#units.move(unit, value, errors, ridge, rates);
    });
    seen.measured.forEach((value, row) => {
      if (value !== 0) this.#measured.move(row, value, errors, ridge, rates);
    });
    this.#bias.move(0, 1, biasErrors, 0, rates);
  }
}
