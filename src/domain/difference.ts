import { alignWords } from './alignment';

/** A piece of a text; the pieces of a text joined are the text. */
export interface Segment {
  text: string;
  /** True where no other text says the same at this place. */
  differs: boolean;
}

/** Characters of each text that are compared; what follows is never marked. */
export const COMPARED_CHARACTERS = 50_000;

/** A word, or in scripts without spaces one character; everything else lies between words. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}])+(?:['’-](?=[\p{L}\p{N}])[\p{L}\p{N}\p{M}]+)*/gu;

/**
 * Marks, word by word, what each of two or three texts says alone.
 * Case and punctuation do not count. Bounded time for any input.
 *
 * @returns one list of segments per text, in the same order
 */
export function markDifferences(texts: readonly string[]): Segment[][] {
  const words = texts.map(wordsOf);
  const shared = words.map((list) => new Uint8Array(list.length));
  words.forEach((own, i) => {
    words.slice(i + 1).forEach((other, offset) => {
      const matches = alignWords(own.map(keyOf), other.map(keyOf));
      for (const [at, there] of matches) {
        mark(shared[i], at);
        mark(shared[i + 1 + offset], there);
      }
    });
  });
  return texts.map((text, index) => {
    const list = words[index] ?? [];
    const alone = list.map((_, at) => texts.length > 1 && shared[index]?.[at] === 0);
    return segmentsOf(text, list, withoutCrumbs(list, alone));
  });
}

interface Word {
  text: string;
  start: number;
}

function wordsOf(text: string): Word[] {
  const compared = text.slice(0, COMPARED_CHARACTERS);
  return Array.from(compared.matchAll(WORD), (match) => ({ text: match[0], start: match.index }));
}

const keyOf = ({ text }: Word) => text.toLowerCase().replaceAll('’', "'");

function mark(flags: Uint8Array | undefined, at: number): void {
  if (flags) flags[at] = 1;
}

/** One or two short shared words ("of the") inside a passage that differs belong to it. */
function withoutCrumbs(words: readonly Word[], alone: readonly boolean[]): boolean[] {
  const smooth = [...alone];
  let start = 0;
  for (let at = 0; at <= alone.length; at++) {
    if (at < alone.length && !alone[at]) continue;
    const crumb = words.slice(start, at);
    const inside = start > 0 && at < alone.length;
    if (inside && crumb.length <= 2 && crumb.every(({ text }) => text.length <= 3)) {
      smooth.fill(true, start, at);
    }
    start = at + 1;
  }
  return smooth;
}

/** What lies between two words is marked when both are. */
function segmentsOf(text: string, words: readonly Word[], alone: readonly boolean[]): Segment[] {
  const segments: Segment[] = [];
  const add = (piece: string, differs: boolean) => {
    if (piece === '') return;
    const last = segments.at(-1);
    if (last?.differs === differs) last.text += piece;
    else segments.push({ text: piece, differs });
  };
  let end = 0;
  let before = false;
  words.forEach((word, at) => {
    const differs = alone[at] ?? false;
    add(text.slice(end, word.start), before && differs);
    add(word.text, differs);
    end = word.start + word.text.length;
    before = differs;
  });
  add(text.slice(end), false);
  return segments;
}
