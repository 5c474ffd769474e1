import type { PreferencePair } from '../../domain/types';
import type { Model } from '../model';
import { inferPoles } from '../persona-inference/inferPoles';
import { readPoles } from '../persona-inference/understandPersona';
import { withoutContradictions } from '../poles';

/** Pairs looked at: each costs one short generation. */
const MAX_PAIRS = 3;
const MAX_ADDED = 2;

/**
 * Poles of manner that the nearest pairs show, on axes the persona says nothing about.
 * A pole counts when two pairs show it, or when it stands in a person's own reason;
 * with a single pair, its first one.
 *
 * @param wanted poles of the persona; they win over the examples
 */
export async function polesOfExamples(
  model: Model,
  examples: readonly PreferencePair[],
  wanted: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const axes = model.knowledge?.axes ?? [];
  const votes = new Map<string, number>();
  const vote = (pole: string, weight: number) => votes.set(pole, (votes.get(pole) ?? 0) + weight);
  const looked = examples.slice(0, MAX_PAIRS);
  for (const pair of looked) {
    for (const pole of await readPoles(model, pair.reason, signal)) vote(pole, 2);
    const shown = await inferPoles(model, pair, signal);
    shown.forEach((pole, rank) => vote(pole, looked.length === 1 && rank === 0 ? 2 : 1));
  }
  const shown = [...votes]
    .filter(([pole, count]) => count >= 2 && isManner(pole))
    .sort(([, x], [, y]) => y - x)
    .map(([pole]) => pole);
  return withoutContradictions([...wanted, ...shown], axes)
    .filter((pole) => !wanted.includes(pole))
    .slice(0, MAX_ADDED);

  /** Needs decide what may be said; a similar question does not show those of this one. */
  function isManner(pole: string): boolean {
    const axis = axes.find(({ poles }) => poles.some(({ id }) => id === pole));
    return axis === undefined || axis.family === 'manner';
  }
}
