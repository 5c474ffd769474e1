import type { NamingData } from '../../../../src/domain/gauge';
import { logistic } from '../../../../src/domain/stats';
import type { Random } from '../random';

/** What speaks for one pole of one pair, and whether it is among those a reader named. */
export interface NamingRow {
  pole: string;
  inputs: readonly number[];
  truth: boolean;
  weight: number;
}

const RATES = { hidden: 8, epochs: 24, batch: 512, rate: 6e-3, decay: 2e-2, poleDecay: 0.2 };

/** Fits the naming network by Adam (Kingma & Ba 2015) on the logistic loss; inputs are standardised and that is folded in. */
export function fitNetwork(rows: readonly NamingRow[], random: Random): NamingData {
  const width = rows[0]?.inputs.length ?? 0;
  const mean = average(width, rows, (x) => x);
  const spread = average(width, rows, (x, i) => (x - (mean[i] ?? 0)) ** 2).map(
    (x) => Math.sqrt(x) || 1,
  );
  const poles = [...new Set(rows.map(({ pole }) => pole))];
  const places = new Map(poles.map((pole, place) => [pole, place]));
  const { hidden } = RATES;
  const start = { hidden: 0, out: hidden * (width + 1), poles: hidden * (width + 2) + 1 };
  const weights = Float64Array.from({ length: start.poles + poles.length }, (_, i) =>
    i < start.out ? (random.next() - 0.5) * 0.6 : i < start.poles ? (random.next() - 0.5) * 0.4 : 0,
  );
  const [slopes, first, second] = [0, 1, 2].map(() => new Float64Array(weights.length));
  if (!slopes || !first || !second) return { hidden: [], out: [], poles: {} };
  const data = rows.map((row) => ({
    ...row,
    place: start.poles + (places.get(row.pole) ?? 0),
    x: Float64Array.from(row.inputs, (value, i) => (value - (mean[i] ?? 0)) / (spread[i] ?? 1)),
  }));
  const sums = new Float64Array(hidden);
  const at = (i: number) => weights[i] ?? 0;
  let step = 0;
  for (let epoch = 0; epoch < RATES.epochs; epoch += 1) {
    const order = random.shuffle([...data]);
    for (let from = 0; from < order.length; from += RATES.batch) {
      const batch = order.slice(from, from + RATES.batch);
      slopes.fill(0);
      for (const { x, place, truth, weight } of batch) {
        let score = at(start.out + hidden) + at(place);
        for (let h = 0; h < hidden; h += 1) {
          let sum = at(h * (width + 1) + width);
          for (let i = 0; i < width; i += 1) sum += at(h * (width + 1) + i) * (x[i] ?? 0);
          sums[h] = sum;
          score += at(start.out + h) * sum * logistic(1.702 * sum);
        }
        const error = (weight * (logistic(score) - Number(truth))) / batch.length;
        slopes[place] = (slopes[place] ?? 0) + error;
        slopes[start.out + hidden] = (slopes[start.out + hidden] ?? 0) + error;
        for (let h = 0; h < hidden; h += 1) {
          const sum = sums[h] ?? 0;
          const gate = logistic(1.702 * sum);
          slopes[start.out + h] = (slopes[start.out + h] ?? 0) + error * sum * gate;
          const back = error * at(start.out + h) * (gate + 1.702 * sum * gate * (1 - gate));
          const row = h * (width + 1);
          for (let i = 0; i < width; i += 1)
            slopes[row + i] = (slopes[row + i] ?? 0) + back * (x[i] ?? 0);
          slopes[row + width] = (slopes[row + width] ?? 0) + back;
        }
      }
      step += 1;
      const rate = RATES.rate * Math.min(1, 3 * (1 - epoch / RATES.epochs));
      for (let i = 0; i < weights.length; i += 1) {
        const decay = i >= start.poles ? RATES.poleDecay : RATES.decay;
        const slope = slopes[i] ?? 0;
        first[i] = 0.9 * (first[i] ?? 0) + 0.1 * slope;
        second[i] = 0.999 * (second[i] ?? 0) + 0.001 * slope * slope;
        const move =
          (first[i] ?? 0) /
          (1 - 0.9 ** step) /
          (Math.sqrt((second[i] ?? 0) / (1 - 0.999 ** step)) + 1e-8);
        weights[i] = at(i) - rate * (move + decay * at(i));
      }
    }
  }
  const rounded = (x: number) => Math.round(x * 1e4) / 1e4;
  const rowOf = (h: number) => {
    const own = Array.from({ length: width }, (_, i) => at(h * (width + 1) + i) / (spread[i] ?? 1));
    const bias = own.reduce((sum, x, i) => sum - x * (mean[i] ?? 0), at(h * (width + 1) + width));
    return [...own, bias].map(rounded);
  };
  return {
    hidden: Array.from({ length: hidden }, (_, h) => rowOf(h)),
    out: Array.from({ length: hidden + 1 }, (_, h) => rounded(at(start.out + h))),
    poles: Object.fromEntries(poles.map((pole, i) => [pole, rounded(at(start.poles + i))])),
  };
}

/** Several networks as one whose score is the mean of theirs: one fit alone depends much on its seed. */
export function joined(networks: readonly NamingData[]): NamingData {
  const part = (x: number) => Math.round((1e4 * x) / networks.length) / 1e4;
  const sum = (of: (network: NamingData) => number) =>
    networks.reduce((total, network) => total + of(network), 0);
  const poles = Object.keys(networks[0]?.poles ?? {});
  return {
    hidden: networks.flatMap(({ hidden }) => hidden),
    out: [
      ...networks.flatMap(({ out }) => out.slice(0, -1).map(part)),
      part(sum(({ out }) => out.at(-1) ?? 0)),
    ],
    poles: Object.fromEntries(
      poles.map((pole) => [pole, part(sum(({ poles: own }) => own[pole] ?? 0))]),
    ),
  };
}

function average(
  width: number,
  rows: readonly NamingRow[],
  of: (x: number, i: number) => number,
): number[] {
  const sums = new Array<number>(width).fill(0);
  for (const { inputs } of rows)
    inputs.forEach((x, i) => {
      sums[i] = (sums[i] ?? 0) + of(x, i) / rows.length;
    });
  return sums;
}
