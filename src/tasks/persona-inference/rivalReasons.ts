import { polesIn } from '../dinghy/prompts';
import type { PoleOdds } from '../dinghy/gauge';
import type { Model } from '../model';
import { personaPrompt, type Evidence } from './prompt';
import type { InferenceResult } from './result';

const CANDIDATES = 12;
const MAX_RIVALS = 3;
/** Less likely ones are not worth a person's time. */
const MIN_ODDS = 0.02;
/** The gauge's odds of several reasons may all be high, so less is asked of a single one. */
const MIN_CALIBRATED = 0.1;

/** Other reasons the model had in mind: odds of the first pole, those it named left out. */
export async function rivalReasons(
  model: Model,
  evidence: Evidence,
  named: readonly string[],
  signal?: AbortSignal,
): Promise<InferenceResult['rivals']> {
  const prompt = personaPrompt.taskTuned(evidence);
  const { next } = await model.engine.score(
    { prompt, continuations: [], next: CANDIDATES },
    signal,
  );
  const odds = next.flatMap(({ text, logProb }) =>
    polesIn(text).map((pole) => ({ pole, odds: Math.exp(logProb) })),
  );
  return rivalsAmong(odds, named, MIN_ODDS);
}

/** The likeliest reasons that were not named. */
export function rivalsAmong(
  odds: readonly PoleOdds[],
  named: readonly string[],
  least = MIN_CALIBRATED,
): InferenceResult['rivals'] {
  return odds
    .filter(({ pole, odds: p }) => !named.includes(pole) && p >= least)
    .slice(0, MAX_RIVALS);
}
