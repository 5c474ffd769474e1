import type { GaugeData, NamingData } from '../../domain/gauge';
import type { Axis } from '../../domain/knowledge';
import { SparseWeights } from './sparseWeights';
import { WeightTable } from './weightTable';
import { measuredDifferences, personaUnits, responseUnits, unitDifferences } from './units';
import { namesOfGroups } from './wordGroups';

/** How strongly something speaks for a pole, in [0, 1]. */
export interface PoleOdds {
  pole: string;
  odds: number;
}

/** An axis as pairs are weighed on it. */
interface Scale {
  poles: readonly [string, string];
  tie: number;
  measured: boolean;
}

/** What the language model itself finds in a persona, per pole in nats; 0 where it was not asked. */
export type ModelEvidence = (pole: string) => number;
const silent: ModelEvidence = () => 0;
/** Nats from which on a word counts as understood. */
const TELLING = 3;

/**
 * Reads pairs and personas by weighing words, concepts and measured differences: linear, so that every
 * verdict can be traced to words. Sources: logistic regression with ties (Davidson 1970) for pairs,
 * a three-way softmax an axis for personas; fitted by models/dinghy/train/gauge.
 */
export class Gauge {
  /** Every axis with the poles at its ends and the score of "no telling difference". */
  readonly scales: readonly Scale[];
  readonly #data: GaugeData;
  readonly #axes: readonly Axis[];
  readonly #concepts: ReadonlyMap<string, string>;
  /** Where a pole stands: its axis, and 1 for the first end, -1 for the second. */
  readonly #places: ReadonlyMap<string, readonly [number, number]>;
  readonly #pairs: WeightTable;
  readonly #personas: SparseWeights;
  readonly #familiar: WeightTable;

  /** @throws {RangeError} when gauge and axes are not of one model */
  constructor(data: GaugeData, axes: readonly Axis[]) {
    this.#data = data;
    const known = new Map(axes.map((axis) => [axis.id, axis]));
    this.#axes = data.axes.flatMap((id) => known.get(id) ?? []);
    if (this.#axes.length < data.axes.length) throw new RangeError('gauge and axes do not match');
    this.scales = this.#axes.map(({ poles: [a, b], measurable }, at) => ({
      poles: [a.id, b.id],
      tie: data.pairs.ties[at] ?? 0,
      measured: measurable,
    }));
    this.#places = new Map(
      this.#axes.flatMap(({ poles: [a, b] }, axis): [string, readonly [number, number]][] => [
        [a.id, [axis, 1]],
        [b.id, [axis, -1]],
      ]),
    );
    this.#pairs = new WeightTable(data.pairs.table, data.axes.length);
    this.#personas = new SparseWeights(data.personas.table);
    this.#familiar = new WeightTable(data.pairs.familiar, 1);
    this.#concepts = namesOfGroups(data.concepts);
  }

  /** How the lean and the language model's own odds of a pair are weighed; `null` where the model is not asked. */
  get naming(): NamingData | null {
    return this.#data.naming ?? null;
  }

  /** True where the language model's own list was measured to help with personas. */
  get asksModelOfPersonas(): boolean {
    return this.#data.personas.model > 0;
  }

  /** A pole is named to a person from these odds on, and understood from those. */
  get thresholds(): GaugeData['thresholds'] {
    return this.#data.thresholds;
  }

  /** True where a word, as it stands in a text, speaks for or against some pole. */
  knows(word: string): boolean {
    const units = personaUnits(word, this.#concepts);
    return [...units].some((unit) => this.#personas.largest(unit) >= TELLING);
  }

  /**
   * Per axis, in nats: how far the first response leans to the first pole, less how far the second does.
   * Changes sign when the responses are swapped.
   */
  lean(chosen: string, rejected: string): number[] {
    const { pairs } = this.#data;
    const scores = this.#axes.map(() => 0);
    for (const [unit, weight] of unitDifferences(chosen, rejected, this.#concepts)) {
      this.#pairs.add(scores, unit, weight);
    }
    measuredDifferences(chosen, rejected).forEach((difference, at) => {
      if (difference !== 0) addAll(scores, pairs.differences[at], difference);
    });
    return scores;
  }

  /**
   * How like two responses are to the texts that the language model was trained on: the mean over their units of what
   * each tells for it, in nats. On such texts the model is to be trusted more, on others words are.
   */
  familiarity(chosen: string, rejected: string): number {
    const units = [chosen, rejected].flatMap((text) => [...responseUnits(text, this.#concepts)]);
    const sum = [0];
    for (const unit of units) this.#familiar.add(sum, unit, 1);
    return (sum[0] ?? 0) / Math.max(1, units.length);
  }

  /** By the lean alone, per pole the probability that it sets the first response apart, likeliest first; one pole an axis. */
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

  /**
   * For "somebody who asks for these poles takes the first response": what is asked weighs how the pair leans.
   * Square roots of both, so that neither one loud wish nor one glaring difference decides alone (on held-out
   * pairs that judged better than their product). Changes sign when the pair is swapped.
   */
  judge(asked: readonly PoleOdds[], lean: readonly number[]): number {
    return asked.reduce((sum, { pole, odds }) => {
      const [axis, sign] = this.#places.get(pole) ?? [0, 0];
      const score = lean[axis] ?? 0;
      return sum + Math.sqrt(odds) * sign * Math.sign(score) * Math.sqrt(Math.abs(score));
    }, 0);
  }

  /** Per pole the probability that a persona's text asks for it, likeliest first. */
  asks(persona: string, model: ModelEvidence = silent): PoleOdds[] {
    const { personas } = this.#data;
    const scores = new Array<number>(personas.bias.length).fill(0);
    const units = [...personaUnits(persona, this.#concepts)];
    const known = units.filter((unit) => this.#personas.has(unit));
    for (const unit of known) this.#personas.add(scores, unit, Math.max(2, known.length) ** -0.5);
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

function addAll(scores: number[], weights: readonly number[] | undefined, by: number): void {
  weights?.forEach((weight, column) => {
    scores[column] = (scores[column] ?? 0) + weight * by;
  });
}
