import { splitWords } from '../../domain/text';
import { contentStems, stem } from './stems';

/** A question as what can be looked up: every stem in it, and those that carry meaning, in order. */
export interface Asked {
  all: ReadonlySet<string>;
  /** Where each stem stands, by the number of the word. */
  places: ReadonlyMap<string, readonly number[]>;
  content: readonly string[];
}

/** How much of a text is read: questions are short, pasted essays are not. */
const MAX_READ = 2000;
/** Other words that may stand between the words of a phrase. */
const SLACK = 2;

/** Reads a question. */
export function askedOf(question: string): Asked {
  const text = question.slice(0, MAX_READ);
  const places = new Map<string, number[]>();
  splitWords(text).forEach((word, place) => {
    // "off-key" is looked up as it stands and as two words.
    for (const part of new Set([word, ...word.split('-')])) {
      const key = plain(stem(part));
      places.set(key, [...(places.get(key) ?? []), place]);
    }
  });
  return {
    all: new Set(places.keys()),
    places,
    content: [...new Set(contentStems(text).map(plain))],
  };
}

/** A word or phrase of a hand-written list, ready to be looked up. */
export interface Term {
  stems: readonly string[];
}

/** Terms of a comma-separated list or of its parts. */
export function termsOf(words: readonly string[]): Term[] {
  return words.map((word) => ({
    stems: splitWords(word).map((part) => plain(stem(part))),
  }));
}

/** True where a question holds every word of a term, in any order but close together. */
export function holds({ places }: Asked, { stems }: Term): boolean {
  const [first = '', ...others] = stems;
  const reach = stems.length + SLACK;
  return (places.get(first) ?? []).some((place) =>
    others.every((word) => places.get(word)?.some((other) => Math.abs(other - place) <= reach)),
  );
}

/** "can't" and "cant" are one word. */
function plain(word: string): string {
  return word.replaceAll("'", '');
}
