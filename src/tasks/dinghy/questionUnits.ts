import { splitWords } from '../../domain/text';
import { contentStems, stem } from './stems';

/** How much of a text is read: questions are short, pasted essays are not. */
const MAX_READ = 2000;
/** Letters of a piece of a word: pieces see through slips, compounds and endings. */
const PIECE = 4;

/** How much each of `count` units of a text counts. */
export const share = (count: number): number => Math.max(2, count) ** -0.5;

/** True for a group of words of like meaning: it adds to what its words weigh and counts as none itself. */
export const isGroup = (unit: string): boolean => unit.startsWith('@');

/** The units, and one for each group that one of them belongs to. */
export function withGroups(
  units: ReadonlySet<string>,
  groups: ReadonlyMap<string, string>,
): Set<string> {
  const names = [...units].flatMap((unit) => groups.get(unit) ?? []);
  return new Set([...units, ...names.map((name) => `@${name}`)]);
}

/** True for a piece of a word: it tells of the subject, but not of single notes. */
export const isPiece = (unit: string): boolean => unit.startsWith('#');

/**
 * What the reader of questions sees: stems that carry meaning, pairs of stems (` `), pieces of words (`#`).
 * Of a last word that is still being typed, only the pieces.
 */
export function questionUnits(question: string, unfinished = false): Set<string> {
  const text = question
    .slice(0, MAX_READ)
    .replaceAll('’', "'")
    .replace(/\bcannot\b/gi, "can't");
  const stems = splitWords(text)
    .flatMap((word) => word.split('-'))
    .map(plainStem);
  const units = new Set(contentStems(text.replaceAll('-', ' ')).map(plain));
  for (const word of [...units]) for (const piece of pieces(word)) units.add(piece);
  const last = stems.at(-1);
  if (unfinished && last !== undefined && /\S$/.test(text)) {
    units.delete(last);
    for (const piece of pieces(last, PIECE - 1))
      if (piece.endsWith('>')) units.delete(piece);
      else units.add(piece);
  }
  stems.forEach((word, at) => {
    if (at > 0) units.add(`${stems[at - 1]} ${word}`);
  });
  return units;
}

/** The pieces of a word; of a word with fewer letters than `least`, none. */
export function pieces(word: string, least = PIECE): string[] {
  if (word.length < least) return [];
  const whole = `<${word}>`;
  return Array.from(
    { length: whole.length - PIECE + 1 },
    (_, at) => `#${whole.slice(at, at + PIECE)}`,
  );
}

const plainStem = (word: string) => plain(stem(word));

/** "can't" and "cant" are one word. */
function plain(word: string): string {
  return word.replaceAll("'", '');
}
