import { allFeatureTokens } from '../../domain/features';
import type { Axis } from '../../domain/knowledge';
import { asidePoles } from './asides';
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

/** Poles that only references of a kind can show. */
const shownBy: Readonly<Record<string, string>> = {
  examples: 'e',
  numbers: 'n',
  reasons: 'r',
  ...asidePoles,
};

/** Poles that need more than one note. */
const ofSeveral = new Set(['steps', 'bullets', 'several']);

/** `poles` without those that nothing in `set` can show: asked for, they would lead up to nothing. */
export function showablePoles(poles: readonly string[], set: NoteSet): string[] {
  const available = availableReferences(set);
  return poles.filter((pole) => {
    const kind = shownBy[pole];
    if (set.notes.length < 2 && ofSeveral.has(pole)) return false;
    // The best of several pasted notes can come first; of notes on a topic none is the gist of the others.
    if (pole === 'summary-first' && !set.topic && set.notes.length > 1) return true;
    return !kind || available.some((token) => token.startsWith(`<|${kind}`));
  });
}
