import { collectText } from '../../engine/engine';
import { NONE, polesIn } from '../dinghy/prompts';
import { gaugeOf } from '../dinghy/gaugeOf';
import type { Model } from '../model';
import { greedy } from '../options';
import { personaPrompt, type Evidence } from './prompt';
import { namedAmong, oddsApart } from './weighPair';

/**
 * Only the poles that set the chosen response apart, without a sentence: quick.
 * Empty when the model abstains. For task-tuned models.
 */
export async function inferPoles(
  model: Model,
  evidence: Evidence,
  signal?: AbortSignal,
): Promise<string[]> {
  const gauge = gaugeOf(model.knowledge);
  if (gauge) return namedAmong(gauge, await oddsApart(model, gauge, evidence, signal), evidence);
  const request = {
    prompt: personaPrompt.taskTuned(evidence),
    options: greedy(6),
    stop: ['<|say|>', NONE],
  };
  return polesIn(await collectText(model.engine.generate(request, signal)));
}
