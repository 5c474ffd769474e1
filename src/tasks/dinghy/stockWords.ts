import { splitWords } from '../../domain/text';
import { stem } from './stems';

/** Words that phrases of one answer may share without anybody minding. */
const COMMON = new Set(
  `about because been before could does from further have into like might more most much only other
  should since some something than that their them then there these they this those very want what when where
  which while will with would your yours yourself`
    .split(/\s+/)
    .map(stem),
);
/** Stems that are one word to a reader; a vow of certainty is one whatever its words. */
const KIN: Readonly<Record<string, string>> = {
  ...{ sensibl: 'sens', choic: 'choos', pays: 'pay' },
  ...{ certain: 'sur', doubt: 'sur', confident: 'sur', confidenc: 'sur', assuranc: 'sur' },
  ...{ vouch: 'sur', positiv: 'sur', trust: 'sur', behind: 'sur' },
};
const SHORTEST = 4;
const SHORTEST_PHRASE = 4;
const kin = (word: string) => KIN[stem(word)] ?? stem(word);
const withoutReferences = (phrase: string) => phrase.replace(/<\|[^|]*\|>|\{[a-z]\}/gi, ' ');

/**
 * What readers remember of a stock phrase: the stems of its longer words, references left out. Two phrases of one answer
 * that share such a word read like a repetition ("It may help to …" and "This helps because …").
 */
export function stockWords(phrase: string): string[] {
  return splitWords(withoutReferences(phrase))
    .filter((word) => word.length >= SHORTEST)
    .map(kin)
    .filter((word) => !COMMON.has(word));
}

/** True for words that a note repeats: "It pays to" before "pay for a service". */
export function saysAgain(lead: string, note: string): boolean {
  const own = new Set(splitWords(note).map(kin));
  return stockWords(lead).some((word) => own.has(word));
}

/** Keeps the phrases of an answer, to find those that sound like one before. */
export class SaidWords {
  readonly #words = new Set<string>();

  has(phrase: string): boolean {
    return tracesOf(phrase).some((trace) => this.#words.has(trace));
  }

  add(phrase: string): void {
    for (const trace of tracesOf(phrase)) this.#words.add(trace);
  }
}

/** Its stock words, and the phrase as a whole where it is more than a word. */
function tracesOf(phrase: string): string[] {
  const whole = splitWords(withoutReferences(phrase)).join(' ');
  return whole.length < SHORTEST_PHRASE ? [] : [whole, ...stockWords(phrase)];
}
