import type { NamingData } from '../../domain/gauge';
import { logistic } from '../../domain/stats';
import type { Gauge, PoleOdds } from './gauge';

/** What the language model finds in a pair, for the responses in their places and swapped. */
export interface ModelReading {
  /** Probability of each pole as the first word of its answer. */
  here: ReadonlyMap<string, number>;
  there: ReadonlyMap<string, number>;
  /** Probability that it names nothing. */
  none: readonly [here: number, there: number];
}

/** Added to probabilities: what is improbable either way is no evidence. */
const FLOOR = 0.02;
const SMALL_FLOOR = 0.005;
/** Logarithm of the letters of a usual pair. */
const USUAL_SIZE = 6;

/** What speaks for each pole, in the order of the network's inputs. */
export function namingInputs(
  gauge: Gauge,
  { chosen, rejected }: { chosen: string; rejected: string },
  { here, there, none }: ModelReading,
): Map<string, number[]> {
  const lean = gauge.lean(chosen, rejected);
  const log = (odds: ReadonlyMap<string, number>, pole: string, floor: number) =>
    Math.log((odds.get(pole) ?? 0) + floor);
  const apart = (pole: string) => log(here, pole, FLOOR) - log(there, pole, FLOOR);
  const best = Math.log(Math.max(0, ...here.values()) + SMALL_FLOOR);
  const silent = none.map((p) => Math.log(p + SMALL_FLOOR));
  const size = Math.log(chosen.length + rejected.length + 1) - USUAL_SIZE;
  const familiar = gauge.familiarity(chosen, rejected);
  return new Map(
    gauge.scales.flatMap(({ poles: [a, b], tie, measured }, axis) =>
      (
        [
          [a, b, 1],
          [b, a, -1],
        ] as const
      ).map(([own, other, sign]): [string, number[]] => [
        own,
        [
          sign * (lean[axis] ?? 0),
          (apart(own) - apart(other)) / 2,
          ...[here, there].map((odds) => log(odds, own, SMALL_FLOOR)),
          ...[here, there].map((odds) => log(odds, other, SMALL_FLOOR)),
          tie,
          Number(measured),
          ...silent,
          best,
          size,
          familiar,
        ],
      ]),
    ),
  );
}

/** Per pole the probability that it sets the first response apart, likeliest first; one pole an axis. */
export function reasonsApart(
  network: NamingData,
  gauge: Gauge,
  inputs: ReadonlyMap<string, readonly number[]>,
): PoleOdds[] {
  const oddsOf = (pole: string): PoleOdds => ({
    pole,
    odds: logistic(scoreOf(network, inputs.get(pole) ?? []) + (network.poles[pole] ?? 0)),
  });
  return gauge.scales
    .map(({ poles }) => poles.map(oddsOf).reduce((x, y) => (y.odds > x.odds ? y : x)))
    .sort((x, y) => y.odds - x.odds);
}

function scoreOf({ hidden, out }: NamingData, inputs: readonly number[]): number {
  const weighed = (weights: readonly number[], values: readonly number[]) =>
    values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), weights[values.length] ?? 0);
  return weighed(
    out,
    hidden.map((row) => gelu(weighed(row, inputs))),
  );
}

/** By the logistic function (Hendrycks & Gimpel 2016, section 2). */
const gelu = (x: number) => x * logistic(1.702 * x);
