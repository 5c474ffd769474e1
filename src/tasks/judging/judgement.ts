import type { Judgement, Provenance } from '../../domain/types';

/** A persona, a prompt, and the two responses: the one its owner should take, and the other. */
export interface JudgeQuestion {
  persona: string;
  /** The persona's poles, where `readPoles` was asked before: saves a reading per pair. */
  poles?: readonly string[];
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

/** Both orders in one number: their mean, in [0, 1]. */
export function judgedProbability({ original, swapped }: Pick<Judgement, 'original' | 'swapped'>) {
  return (original + swapped) / 2;
}
