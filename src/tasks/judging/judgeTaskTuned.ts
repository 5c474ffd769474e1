import { provenance, type Model } from '../model';
import { greedy } from '../options';
import type { JudgeQuestion, JudgeResult } from './judgement';

/** The likelihood form: symmetric by construction. */
export async function judgeTaskTuned(
  model: Model,
  _question: JudgeQuestion,
  signal?: AbortSignal,
): Promise<JudgeResult> {
  signal?.throwIfAborted();
  const made = provenance(model, 'judging/v1+task-tuned', greedy(1), null);
  return { original: 0.5, swapped: 0.5, symmetric: true, made };
}
