import { compareFeatures, measureFeatures, type FeatureId } from '../../domain/features';

/** What counting can check: more of the feature speaks for the first pole, less for the second. */
export const claims: Partial<Record<FeatureId, [string, string]>> = {
  words: ['detailed', 'short'],
  bullets: ['bullets', 'prose'],
  numbered: ['steps', 'free-form'],
  questions: ['asks-back', 'no-questions'],
  digits: ['numbers', 'no-numbers'],
  example: ['examples', 'no-examples'],
  reason: ['reasons', 'just-what-to-do'],
  hedge: ['hedged', 'unhedged'],
  define: ['defines', 'no-definitions'],
  compare: ['analogies', 'literal'],
  polite: ['polite', 'plain-spoken'],
  encourage: ['encouraging', 'neutral'],
  feel: ['warm', 'matter-of-fact'],
  casual: ['casual', 'formal'],
  formal: ['formal', 'casual'],
  sure: ['confident', 'modest'],
  modest: ['modest', 'confident'],
  story: ['story', 'no-story'],
  summary: ['summary-first', 'straight-in'],
  leadIn: ['gentle-lead-in', 'direct'],
  technical: ['technical', 'beginner'],
  simple: ['beginner', 'technical'],
};

/**
 * Per pole that counting can check: 1 where the first response shows more of it, -1 where it shows less,
 * 0 where no difference counts. Marker words miss much, so 0 is no proof against it.
 */
export function countedSigns(chosen: string, rejected: string): Map<string, number> {
  const [a, b] = [measureFeatures(chosen), measureFeatures(rejected)];
  const levels = compareFeatures(a, b);
  const signs = new Map<string, number>();
  for (const [feature, [more, fewer]] of Object.entries(claims)) {
    // Object.entries widens the keys; they are those of `claims`.
    const id = feature as FeatureId;
    const sign = Math.sign(id === 'words' ? a.words - b.words : levels[id]);
    signs.set(more, Math.max(signs.get(more) ?? -1, sign));
    signs.set(fewer, Math.max(signs.get(fewer) ?? -1, -sign));
  }
  return signs;
}

/** Poles that are counted, not guessed by marker words: a claim of one must be borne out. */
const COUNTED = new Set(
  (['words', 'bullets', 'numbered', 'questions', 'digits'] as const).flatMap(
    (feature) => claims[feature] ?? [],
  ),
);

/** The poles a person may be told of: none that counting disproves, none that it should show and does not. */
export function borneOut(
  poles: readonly string[],
  pair: { chosen: string; rejected: string },
): string[] {
  const signs = countedSigns(pair.chosen, pair.rejected);
  return poles.filter((pole) => (signs.get(pole) ?? 1) >= (COUNTED.has(pole) ? 1 : 0));
}
