import type { GenerationOptions, ResponseSide } from '../../domain/types';
import { provenance, type Model } from '../model';
import { inferInstruct } from './inferInstruct';
import { inferTaskTuned } from './inferTaskTuned';
import { personaPrompt, seenFrom, type Evidence } from './prompt';
import { abstain, DIFFER_IN_NOTHING, type InferenceResult } from './result';
import { sayTheSame } from './sayTheSame';

/**
 * Says what kind of user would prefer `side` of `pair`, streaming the sentence as it comes.
 *
 * For `side: 'rejected'` the responses trade places. The owner's reason (`pair.reason`), where it is
 * understood, comes before what the responses show, and counts for the chosen side only.
 *
 * @throws {AppError} `unreadable-output` when the model's answer holds no persona
 */
export async function* inferPersona(
  model: Model,
  pair: Evidence,
  side: ResponseSide,
  options: GenerationOptions,
  signal?: AbortSignal,
): AsyncGenerator<string, InferenceResult, void> {
  signal?.throwIfAborted();
  const evidence = seenFrom(side, pair);
  if (sayTheSame(evidence.chosen, evidence.rejected)) {
    const made = provenance(model, personaPrompt.id(model.card.promptKind), options, null);
    return { ...abstain(DIFFER_IN_NOTHING), made };
  }
  return model.card.promptKind === 'instruct'
    ? yield* inferInstruct(model, evidence, options, signal)
    : yield* inferTaskTuned(model, evidence, options, signal);
}
