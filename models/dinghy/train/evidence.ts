import { compareFeatures, measureFeatures, type FeatureId } from '../../../src/domain/features';

/** Poles that counting can prove: more of the feature speaks for the first, fewer for the second. */
export const evidenceOf: Partial<Record<FeatureId, [string, string]>> = {
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

/** Poles that the differences of two texts prove beyond doubt; at most one an axis. */
export function evidencePoles(chosen: string, rejected: string): string[] {
  const levels = compareFeatures(measureFeatures(chosen), measureFeatures(rejected));
  const found = Object.entries(evidenceOf).flatMap(([feature, [more, fewer]]) => {
    // Object.entries widens the keys; they are those of `evidenceOf`.
    const level = levels[feature as FeatureId];
    return Math.abs(level) === 2 ? [level > 0 ? more : fewer] : [];
  });
  const opposed = Object.values(evidenceOf)
    .filter(([a, b]) => found.includes(a) && found.includes(b))
    .flat();
  return [...new Set(found)].filter((pole) => !opposed.includes(pole));
}
