import { measuredDifferences, unitDifferences } from '../../../../src/tasks/dinghy/units';
import { Random } from '../random';
import { inferSample } from '../samples';
import { knowledge, wordingsOf } from '../wordings';
import { Linear, type Rates } from './linear';
import { signs } from './poles';
import { thinned, vocabulary, type Seen } from './seen';
import type { Fitted } from './tables';
import type { WrittenPair } from './written';

/** A pair whose first response stands at 1 (first pole), -1 or 0 (no telling difference) on every axis. */
export interface PairRow {
  chosen: string;
  rejected: string;
  stand: Int8Array;
  weight: number;
  /** Only this axis is known; `null` = all. */
  axis: number | null;
}

type Concepts = ReadonlyMap<string, string>;
export const pairRates: Rates = {
  epochs: 10,
  rate: 0.1,
  ridge: 0.003,
  dropout: 0.2,
  damping: 1e-2,
  averaged: 8,
};
/** A generated pair, or a marker line against its opposite, counts as much less than a written one. */
const GENERATED = 0.1;

/** Written pairs: what both sides' labels say together. */
export function writtenRows(pairs: readonly WrittenPair[]): PairRow[] {
  return pairs.map(({ a, b, polesA, polesB }) => {
    const [mine, others] = [signs(polesA), signs(polesB)];
    const stand = mine.map((sign, axis) => Math.sign(sign - (others[axis] ?? 0)));
    return { chosen: a, rejected: b, stand: Int8Array.from(stand), weight: 1, axis: null };
  });
}

/** Generated pairs of topics in training, and marker lines of one pole against those of the other. */
export function generatedRows(count: number, seed: number): PairRow[] {
  const random = new Random(seed);
  const pairs = Array.from({ length: count }, (): PairRow[] => {
    const { pair, truth } = inferSample(random, { topics: 'seen', wordings: 'seen' });
    if (!pair) return [];
    return [{ ...pair, stand: signs(truth), weight: GENERATED, axis: null }];
  });
  const lines = knowledge.axes.flatMap(({ poles: [a, b] }, axis) => {
    const [first, second] = [linesOf(a.id), linesOf(b.id)];
    return Array.from({ length: Math.max(first.length, second.length) }, (_, i): PairRow => {
      const pick = (lines: string[]) => lines[i % Math.max(1, lines.length)] ?? '';
      const stand = signs([a.id]);
      return { chosen: pick(first), rejected: pick(second), stand, weight: GENERATED, axis };
    });
  });
  return [...pairs.flat(), ...lines];
}

function seePair(
  units: ReadonlyMap<string, number>,
  { chosen, rejected }: Pick<PairRow, 'chosen' | 'rejected'>,
  concepts: Concepts,
): Seen {
  const known = [...unitDifferences(chosen, rejected, concepts)].flatMap(([unit, weight]) => {
    const id = units.get(unit);
    return id === undefined ? [] : [[id, weight] as const];
  });
  return {
    units: Int32Array.from(known, ([id]) => id),
    weights: Float32Array.from(known, ([, weight]) => weight),
    measured: measuredDifferences(chosen, rejected),
  };
}

/** Fits scores s so that P(first : none : second) = exp(s) : exp(bias) : exp(-s) on every axis. */
export function fitPairs(rows: readonly PairRow[], concepts: Concepts, rates = pairRates): Fitted {
  const units = vocabulary(
    rows
      .filter(({ weight, axis }) => weight === 1 || axis !== null)
      .map((row) => ({
        units: unitDifferences(row.chosen, row.rejected, concepts).keys(),
        count: 1,
      })),
    3,
  );
  const seen = new Map(rows.map((row) => [row, seePair(units, row, concepts)]));
  const columns = knowledge.axes.length;
  const first = seen.values().next().value;
  const linear = new Linear(columns, units.size, first?.measured.length ?? 0, 1.5);
  const random = new Random(1);
  const [errors, biasErrors] = [new Float32Array(columns), new Float32Array(columns)];
  linear.fit(rates, () => {
    for (const row of random.shuffle([...rows])) {
      const whole = seen.get(row);
      if (!whole) continue;
      const part = thinned(whole, rates.dropout, random);
      linear.scores(part).forEach((score, axis) => {
        const isKnown = row.axis === null || row.axis === axis;
        const [p, n, none] = [Math.exp(score), Math.exp(-score), Math.exp(linear.bias[axis] ?? 0)];
        const total = p + n + none;
        const stand = row.stand[axis] ?? 0;
        errors[axis] = isKnown ? row.weight * ((p - n) / total - stand) : 0;
        biasErrors[axis] =
          row.axis === null ? row.weight * (none / total - Number(stand === 0)) : 0;
      });
      linear.step(part, errors, biasErrors, rates, row.weight);
    }
  });
  return { linear, units };
}

function linesOf(pole: string): string[] {
  const { open, mid, close } = wordingsOf(pole, 'seen').lines;
  return [...open, ...mid, ...close].map((line) => line.replaceAll('{g}', 'this'));
}
