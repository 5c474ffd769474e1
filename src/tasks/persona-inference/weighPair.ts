import { borneOut } from '../dinghy/claims';
import type { Gauge, ModelEvidence, PoleOdds } from '../dinghy/gauge';
import { polesIn } from '../dinghy/prompts';
import type { Model } from '../model';
import { personaPrompt, type Evidence } from './prompt';

/** Added to each probability: what is improbable either way is no evidence. */
const FLOOR = 0.02;
/** All poles are among the likeliest tokens of the place where a pole must stand. */
const CANDIDATES = 80;
/** Poles one sentence can name. */
export const MAX_POLES = 3;

/**
 * How far `chosen` leans from `rejected` on every axis, in nats, by the gauge and, as far as it was
 * measured to help, the language model: the odds of each pole with the responses in their places less
 * those with them swapped. Swapping the pair turns every sign.
 */
export async function weighPair(
  model: Model,
  gauge: Gauge,
  { prompt, chosen, rejected }: Evidence,
  signal?: AbortSignal,
): Promise<number[]> {
  if (!gauge.asksModelOfPairs) return gauge.lean(chosen, rejected);
  const here = await oddsOf(model, { prompt, chosen, rejected }, signal);
  const there = await oddsOf(model, { prompt, chosen: rejected, rejected: chosen }, signal);
  const evidence: ModelEvidence = (pole) => logOf(here, pole) - logOf(there, pole);
  return gauge.lean(chosen, rejected, evidence);
}

/** What sets `chosen` apart, likeliest first; nothing that counting disproves. */
export async function oddsApart(
  model: Model,
  gauge: Gauge,
  evidence: Evidence,
  signal?: AbortSignal,
): Promise<PoleOdds[]> {
  const odds = gauge.apart(await weighPair(model, gauge, evidence, signal));
  const told = new Set(
    borneOut(
      odds.map(({ pole }) => pole),
      evidence,
    ),
  );
  return odds.filter(({ pole }) => told.has(pole));
}

/** Those sure enough to be named to a person. */
export function namedAmong(gauge: Gauge, odds: readonly PoleOdds[]): string[] {
  const { name, soft, further } = gauge.thresholds;
  return odds
    .slice(0, MAX_POLES)
    .filter(({ pole, odds: p }, rank) => {
      const least = rank === 0 ? name : further;
      return p >= (gauge.measures(pole) ? least : Math.max(least, soft));
    })
    .map(({ pole }) => pole);
}

async function oddsOf(model: Model, evidence: Evidence, signal?: AbortSignal) {
  const prompt = personaPrompt.taskTuned(evidence);
  const { next } = await model.engine.score(
    { prompt, continuations: [], next: CANDIDATES },
    signal,
  );
  return new Map(
    next.flatMap(({ text, logProb }) => polesIn(text).map((pole) => [pole, Math.exp(logProb)])),
  );
}

const logOf = (odds: ReadonlyMap<string, number>, pole: string) =>
  Math.log((odds.get(pole) ?? 0) + FLOOR);
