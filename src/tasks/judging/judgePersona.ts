import type { Judgement, Provenance } from '../../domain/types';
import type { Model } from '../model';
import { judgeInstruct } from './judgeInstruct';
import { judgeTaskTuned } from './judgeTaskTuned';

/** A persona, a prompt, and the two responses: the one its owner should take, and the other. */
export interface JudgeQuestion {
  persona: string;
  prompt: string;
  expected: string;
  other: string;
}

/** Probabilities in [0, 1] that the owner takes the expected response. */
export interface JudgeResult {
  /** With the expected response first. */
  original: number;
  /** With the expected response second. */
  swapped: number;
  /** True when the judge cannot depend on the order by construction. */
  symmetric: boolean;
  made: Provenance;
}

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

/** Both orders in one number: their mean, in [0, 1]. */
export function judgedProbability({ original, swapped }: Pick<Judgement, 'original' | 'swapped'>) {
  return (original + swapped) / 2;
}
