import { splitWords } from '../../domain/text';
import known from './hints.json';
import { stem } from './stems';

const MAX_HINTS = 8;
/** Unit to pole; made by models/dinghy/train/buildHints.ts from the wordings for training. */
const hints = new Map<string, string>(Object.entries(known));

/** Stems of a text, and pairs of neighbours: what a hint may hang on. */
export function unitsOf(text: string): string[] {
  const stems = splitWords(text).map(stem);
  return stems.flatMap((word, index) =>
    index === 0 ? [word] : [`${stems[index - 1]} ${word}`, word],
  );
}

/**
 * Poles whose marker words occur in a persona, in order of mention: what the model need not learn by heart.
 * The model weighs them against the text ("no", "rather than").
 */
export function personaHints(persona: string): string[] {
  const poles = unitsOf(persona.slice(0, 4000)).flatMap((unit) => hints.get(unit) ?? []);
  return [...new Set(poles)].slice(0, MAX_HINTS);
}
