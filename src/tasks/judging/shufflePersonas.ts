import { pick } from '../../domain/random';
import type { ResponseSide } from '../../domain/types';

/** One judgement as arithmetic needs it. */
export interface Check {
  pairId: string;
  personaId: string;
  expected: ResponseSide;
  /** Probability in [0, 1] that the persona's owner takes `expected`. */
  probability: number;
  own: boolean;
}

/**
 * Each check with another persona in the place of its own: one that was judged on the same pair, its
 * side drawn by a coin first, so that both sides are equally likely. Needs no new judgement.
 * Checks on pairs that met personas of one side only are left out.
 */
export function shufflePersonas(checks: readonly Check[], random: () => number): Check[] {
  const onPair = new Map<string, Record<ResponseSide, Check[]>>();
  for (const check of checks) {
    const both = onPair.get(check.pairId) ?? { chosen: [], rejected: [] };
    both[check.expected].push(check);
    onPair.set(check.pairId, both);
  }
  return checks.flatMap((check) => {
    const both = onPair.get(check.pairId);
    if (!both || both.chosen.length === 0 || both.rejected.length === 0) return [];
    const drawn = pick(random() < 0.5 ? both.chosen : both.rejected, random);
    if (!drawn) return [];
    const same = drawn.expected === check.expected;
    const probability = same ? drawn.probability : 1 - drawn.probability;
    return [{ ...check, personaId: drawn.personaId, probability }];
  });
}
