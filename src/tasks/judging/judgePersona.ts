import type { Model } from '../model';
import { judgeInstruct } from './judgeInstruct';
import type { JudgeQuestion, JudgeResult } from './judgement';
import { judgeTaskTuned } from './judgeTaskTuned';

/**
 * Judges, from the model's probabilities and never from generated text, whether the persona's owner
 * would take `expected`.
 */
export async function judgePersona(
  model: Model,
  question: JudgeQuestion,
  signal?: AbortSignal,
): Promise<JudgeResult> {
  signal?.throwIfAborted();
  return model.card.promptKind === 'instruct'
    ? judgeInstruct(model, question, signal)
    : judgeTaskTuned(model, question, signal);
}
