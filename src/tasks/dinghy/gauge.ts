import type { GaugeData, UnitWeights } from '../../domain/gauge';
import type { Axis } from '../../domain/knowledge';
import { measuredDifferences, personaUnits, unitDifferences } from './units';

/** How strongly something speaks for a pole, in [0, 1]. */
export interface PoleOdds {
  pole: string;
  odds: number;
}

/** What the language model itself finds, per pole in nats; 0 where it was not asked. */
export type ModelEvidence = (pole: string) => number;
const silent: ModelEvidence = () => 0;

/**
 * Reads pairs and personas by weighing words, concepts and measured differences: linear, so that every
 * verdict can be traced to words. Sources: logistic regression with ties (Davidson 1970) for pairs,
 * a three-way softmax an axis for personas; fitted by models/dinghy/train/gauge.
 */
export class Gauge {
  readonly #data: GaugeData;
  readonly #axes: readonly Axis[];
  readonly #concepts: ReadonlyMap<string, string>;

  constructor(data: GaugeData, axes: readonly Axis[]) {
    this.#data = data;
    const known = new Map(axes.map((axis) => [axis.id, axis]));
    this.#axes = data.axes.flatMap((id) => known.get(id) ?? []);
    if (this.#axes.length < data.axes.length) throw new RangeError('gauge and axes do not match');
    this.#concepts = new Map(Object.entries(data.concepts));
  }

  /**
   * Per axis, in nats: how far the first response leans to the first pole, less how far the second does.
   * Changes sign when the responses are swapped.
   * @param model log-odds of the language model for a pole, antisymmetric too
   */
  lean(chosen: string, rejected: string, model: ModelEvidence = silent): number[] {
    const { pairs, step } = this.#data;
    const scores = this.#axes.map(
      ({ poles: [a, b] }) => (pairs.model * (model(a.id) - model(b.id))) / 2,
    );
    for (const [unit, weight] of unitDifferences(chosen, rejected, this.#concepts)) {
      addTo(scores, pairs.units[unit], weight * step);
    }
    measuredDifferences(chosen, rejected).forEach((difference, at) => {
      if (difference !== 0) addAll(scores, pairs.differences[at], difference * step);
    });
    return scores;
  }

  /** Per pole the probability that it sets the first response apart, likeliest first; one pole an axis. */
  apart(lean: readonly number[]): PoleOdds[] {
    const odds = this.#axes.map(({ poles: [a, b] }, at): PoleOdds => {
      const score = lean[at] ?? 0;
      const rest = Math.exp(-score) + Math.exp(this.#data.pairs.ties[at] ?? 0);
      const [first, total] = [Math.exp(score), Math.exp(score) + rest];
      return score >= 0
        ? { pole: a.id, odds: first / total }
        : { pole: b.id, odds: Math.exp(-score) / total };
    });
    return odds.sort((x, y) => y.odds - x.odds);
  }

  /** Per pole the probability that a persona's text asks for it, likeliest first. */
  asks(persona: string, model: ModelEvidence = silent): PoleOdds[] {
    const { personas, step } = this.#data;
    const scores = new Array<number>(personas.bias.length).fill(0);
    const units = personaUnits(persona, this.#concepts);
    const known = [...units].flatMap((unit) => [personas.units[unit] ?? []]).filter(isWeighed);
    const share = Math.max(2, known.length) ** -0.5;
    for (const weights of known) addTo(scores, weights, share * step);
    return this.#axes
      .flatMap(({ poles }, axis) => {
        const [x, y] = poles.map(({ id }, end) =>
          Math.exp(
            (scores[2 * axis + end] ?? 0) +
              (personas.bias[2 * axis + end] ?? 0) +
              personas.model * model(id),
          ),
        );
        const total = 1 + (x ?? 0) + (y ?? 0);
        return poles.map(({ id }, end) => ({ pole: id, odds: ((end === 0 ? x : y) ?? 0) / total }));
      })
      .sort((x, y) => y.odds - x.odds);
  }
}

const isWeighed = (weights: UnitWeights) => weights.length > 0;

function addTo(scores: number[], weights: UnitWeights | undefined, by: number): void {
  if (!weights) return;
  for (let at = 0; at + 1 < weights.length; at += 2) {
    const column = weights[at] ?? 0;
    scores[column] = (scores[column] ?? 0) + (weights[at + 1] ?? 0) * by;
  }
}

function addAll(scores: number[], weights: readonly number[] | undefined, by: number): void {
  weights?.forEach((weight, column) => {
    scores[column] = (scores[column] ?? 0) + weight * by;
  });
}
