import { grouped } from '../../domain/grouped';
import type { Judgement, Persona } from '../../domain/types';
import { isDecided } from '../../tasks/judging/figures';
import { judgedProbability } from '../../tasks/judging/judgement';
import type { CheckEvidence } from './checkRun.svelte';

/** The id under which a judgement is stored. */
export function judgementIdOf(personaId: string, pairId: string, modelId: string): string {
  return `${personaId}:${pairId}:${modelId}`;
}

/** What one judgement says: the expected response, the other one, or too close to tell. */
export type Verdict = 'right' | 'wrong' | 'unsure';

/** @param threshold distance from one half, in [0, 0.5], below which the judge is unsure */
export function verdictOf(judgement: Judgement, threshold: number): Verdict {
  const probability = judgedProbability(judgement);
  if (!isDecided(probability, threshold)) return 'unsure';
  return probability > 0.5 ? 'right' : 'wrong';
}

/** How one persona did. */
export interface PersonaCheck {
  persona: Persona;
  /** On the pair it was inferred from; `null` where not judged. */
  own: Judgement | null;
  others: Judgement[];
  right: number;
  wrong: number;
  unsure: number;
  /** Mean probability of the expected response minus one half, over other pairs, in [-0.5, 0.5]. */
  margin: number | null;
}

/** One row for each persona that was judged, in the order of `personas`. */
export function personaChecks(
  judgements: readonly Judgement[],
  personas: readonly Persona[],
  threshold: number,
): PersonaCheck[] {
  const byPersona = grouped(judgements, ({ personaId }) => personaId);
  return personas.flatMap((persona) => {
    const all = byPersona.get(persona.id) ?? [];
    if (all.length === 0) return [];
    const own = all.find(({ pairId }) => pairId === persona.evidence?.pairId) ?? null;
    const others = all.filter((judgement) => judgement !== own);
    const count = (verdict: Verdict) =>
      others.filter((judgement) => verdictOf(judgement, threshold) === verdict).length;
    const sum = others.reduce((total, judgement) => total + judgedProbability(judgement) - 0.5, 0);
    return {
      ...{ persona, own, others, margin: others.length > 0 ? sum / others.length : null },
      ...{ right: count('right'), wrong: count('wrong'), unsure: count('unsure') },
    };
  });
}

/**
 * Judgements that still count: by one model, of personas whose words have not changed since, on pairs at hand.
 *
 * @param modelId `null` for the model that judged last
 */
export function freshJudgements(
  judgements: readonly Judgement[],
  { pairs, personas }: CheckEvidence,
  modelId: string | null,
): Judgement[] {
  const latest = judgements.reduce<Judgement | null>(
    (last, each) => (last && last.made.createdAt > each.made.createdAt ? last : each),
    null,
  );
  const model = modelId ?? latest?.made.modelId;
  const pairIds = new Set(pairs.map(({ id }) => id));
  const changedAt = new Map(personas.map(({ id, updatedAt }) => [id, updatedAt]));
  return judgements.filter(
    ({ personaId, pairId, made }) =>
      made.modelId === model &&
      pairIds.has(pairId) &&
      made.createdAt >= (changedAt.get(personaId) ?? Infinity),
  );
}

/** Share of judgements that turned round with the order, in [0, 1]; `null` where the judge cannot. */
export function orderFlips(judgements: readonly Judgement[]): number | null {
  const asked = judgements.filter(({ symmetric }) => !symmetric);
  if (asked.length === 0) return null;
  const flips = asked.filter(({ original, swapped }) => (original - 0.5) * (swapped - 0.5) < 0);
  return flips.length / asked.length;
}
