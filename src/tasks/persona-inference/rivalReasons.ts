import { polesIn } from '../dinghy/prompts';
import type { Model } from '../model';
import { personaPrompt, type Evidence } from './prompt';
import type { InferenceResult } from './result';

const CANDIDATES = 12;
const MAX_RIVALS = 3;
/** Less likely ones are not worth a person's time. */
const MIN_ODDS = 0.02;

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
  return next
    .flatMap(({ text, logProb }) =>
      polesIn(text).map((pole) => ({ pole, odds: Math.exp(logProb) })),
    )
    .filter(({ pole, odds }) => !named.includes(pole) && odds >= MIN_ODDS)
    .slice(0, MAX_RIVALS);
}
