import { allFeatureTokens } from '../../domain/features';
import type { Axis } from '../../domain/knowledge';
import { availableReferences } from './compose';
import type { NoteSet } from './retrieve';

/** Tokens that lay prompts and results out; none belongs into an answer. */
const layout =
  'pad bos read infer tailor persona prompt chosen rejected features notes out say none'.split(' ');

/**
 * Special tokens that have no place in an answer; generation must suppress them. References stay free, even those that
 * cannot be filled: kept from one, the model writes something odd in its place; the filler leaves the sentence out.
 */
export function unwantedTokens(axes: readonly Axis[]): string[] {
  const poles = axes.flatMap(({ poles: ends }) => ends.map(({ id }) => `<|p:${id}|>`));
  return [...layout.map((name) => `<|${name}|>`), ...poles, ...allFeatureTokens()];
}

/** Poles that only certain references can show. */
const shownBy: Record<string, RegExp> = {
  examples: /^<\|e/,
  numbers: /^<\|n/,
  reasons: /^<\|r/,
  defines: /^<\|d/,
  story: /^<\|y/,
  analogies: /^<\|l/,
  technical: /^<\|t/,
};

/** Poles that need more than one note. */
const ofSeveral = new Set(['steps', 'bullets', 'several']);

/** `poles` without those that nothing in `set` can show: asked for, they would lead up to nothing. */
export function showablePoles(poles: readonly string[], set: NoteSet): string[] {
  const available = availableReferences(set);
  return poles.filter((pole) => {
    const needed = shownBy[pole];
    if (set.notes.length < 2 && ofSeveral.has(pole)) return false;
    // Of notes on a topic none is the gist of the others; of one pasted note the gist would be all there is.
    if (pole === 'summary-first' && (set.topic || set.notes.length < 2))
      return available.includes('<|m|>');
    return !needed || available.some((token) => needed.test(token));
  });
}
