/** Known words that a mistyped word may mean. */
export function nearWords(word: string, vocabulary: readonly string[]): string[] {
  if (word.length < 4) return [];
  const near = vocabulary.filter((known) => known[0] === word[0] && oneEditApart(word, known));
  // A dropped letter is the likeliest slip.
  const longer = near.filter((known) => known.length > word.length);
  return longer.length > 0 ? longer : near;
}

function oneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end))
    end += 1;
  const left = [a.slice(start, a.length - end), b.slice(start, b.length - end)] as const;
  const swapped = left[0].length === 2 && left[0] === [...left[1]].reverse().join('');
  return swapped || (left[0].length <= 1 && left[1].length <= 1);
}
