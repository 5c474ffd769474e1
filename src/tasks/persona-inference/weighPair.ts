import { borneOut, countedSigns } from '../dinghy/claims';
import type { Gauge, PoleOdds } from '../dinghy/gauge';
import { namingInputs, reasonsApart, type ModelReading } from '../dinghy/naming';
import { NONE, polesIn } from '../dinghy/prompts';
import type { Model } from '../model';
import { personaPrompt, type Evidence } from './prompt';

/** All poles are among the likeliest tokens of the place where a pole must stand. */
const CANDIDATES = 80;
/** Poles one sentence can name. */
export const MAX_POLES = 3;

/**
 * What sets `chosen` apart, likeliest first; nothing that counting disproves. The gauge's lean and, where it was
 * measured to help, the language model's own odds with the responses in their places and swapped.
 */
export async function oddsApart(
  model: Model,
  gauge: Gauge,
  evidence: Evidence,
  signal?: AbortSignal,
): Promise<PoleOdds[]> {
  const odds = await reasonsFor(model, gauge, evidence, signal);
  const told = new Set(
    borneOut(
      odds.map(({ pole }) => pole),
      evidence,
    ),
  );
  return odds.filter(({ pole }) => told.has(pole));
}

/**
 * Those to be named to a person. On texts like those the model was trained on, its odds bear more poles; and what
 * counting proves is true, whether or not it is the reason.
 */
export function namedAmong(
  gauge: Gauge,
  odds: readonly PoleOdds[],
  { chosen, rejected }: Pick<Evidence, 'chosen' | 'rejected'>,
): string[] {
  const { name, together, familiar, least } = gauge.thresholds;
  const isFamiliar = gauge.familiarity(chosen, rejected) >= familiar.from;
  const signs = countedSigns(chosen, rejected);
  const mean = (pole: string) =>
    isFamiliar || signs.get(pole) === 1 ? familiar.together : together;
  return namedFrom(odds, { name, together: mean, least });
}

/**
 * The best of `odds` (likeliest first) where it is sure enough, and others as long as the sentence as a whole stays so:
 * the mean of its odds is the share of it that is expected to be right.
 * @param together the mean with a pole from which on it is named as well
 */
export function namedFrom(
  odds: readonly PoleOdds[],
  { name, together, least }: { name: number; together(pole: string): number; least: number },
): string[] {
  const named: string[] = [];
  let sum = 0;
  for (const { pole, odds: p } of odds.slice(0, MAX_POLES)) {
    const mean = (sum + p) / (named.length + 1);
    if (named.length === 0 && p < name) break;
    if (named.length > 0 && (p < least || mean < together(pole))) continue;
    named.push(pole);
    sum += p;
  }
  return named;
}

async function reasonsFor(
  model: Model,
  gauge: Gauge,
  { prompt, chosen, rejected }: Evidence,
  signal?: AbortSignal,
): Promise<PoleOdds[]> {
  if (!gauge.naming) return gauge.apart(gauge.lean(chosen, rejected));
  const [here, none] = await readBy(model, { prompt, chosen, rejected }, signal);
  const swapped = { prompt, chosen: rejected, rejected: chosen };
  const [there, noneThere] = await readBy(model, swapped, signal);
  const reading: ModelReading = { here, there, none: [none, noneThere] };
  return reasonsApart(gauge.naming, gauge, namingInputs(gauge, { chosen, rejected }, reading));
}

/** The language model's odds of each pole, and of naming none. */
async function readBy(
  model: Model,
  evidence: Evidence,
  signal?: AbortSignal,
): Promise<[Map<string, number>, number]> {
  const prompt = personaPrompt.taskTuned(evidence);
  const { next } = await model.engine.score(
    { prompt, continuations: [], next: CANDIDATES },
    signal,
  );
  const odds = next.flatMap(({ text, logProb }) =>
    polesIn(text).map((pole): [string, number] => [pole, Math.exp(logProb)]),
  );
  const none = next.find(({ text }) => text === NONE);
  return [new Map(odds), none ? Math.exp(none.logProb) : 0];
}
