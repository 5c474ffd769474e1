import { splitWords } from '../../domain/text';
import type { PreferencePair } from '../../domain/types';

/**
 * The `n` pairs whose prompts are nearest to `prompt` by rare shared words (BM25), nearest first.
 * Pairs that share no word are left out.
 * @source Robertson & Zaragoza, 2009; k1 = 1.2, b = 0.75
 */
export function nearestPairs(
  prompt: string,
  pairs: readonly PreferencePair[],
  n: number,
): PreferencePair[] {
  const documents = pairs.map((pair) => splitWords(pair.prompt.slice(0, 2000)));
  const meanLength = documents.reduce((sum, words) => sum + words.length, 0) / (pairs.length || 1);
  const holders = new Map<string, number>();
  for (const words of documents) {
    for (const word of new Set(words)) holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  const asked = new Set(splitWords(prompt.slice(0, 2000)));
  const weight = (word: string) => {
    const count = holders.get(word) ?? 0;
    return Math.log(1 + (pairs.length - count + 0.5) / (count + 0.5));
  };

  function score(words: readonly string[]): number {
    const counts = new Map<string, number>();
    for (const word of words) if (asked.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const norm = 1.2 * (0.25 + (0.75 * words.length) / (meanLength || 1));
    return [...counts].reduce(
      (sum, [word, count]) => sum + (weight(word) * count * 2.2) / (count + norm),
      0,
    );
  }

  return pairs
    .map((pair, index) => ({ pair, score: score(documents[index] ?? []) }))
    .filter((entry) => entry.score > 0)
    .sort((x, y) => y.score - x.score)
    .slice(0, n)
    .map(({ pair }) => pair);
}

/** The pair as the other boat sees it. The reason was given for the chosen side, so it goes. */
export function fromOtherBoat(pair: PreferencePair): PreferencePair {
  return { ...pair, chosen: pair.rejected, rejected: pair.chosen, reason: '' };
}
