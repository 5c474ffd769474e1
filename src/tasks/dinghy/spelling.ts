/** Known words that a mistyped word may mean. */
export function nearWords(word: string, vocabulary: readonly string[]): string[] {
  if (word.length < 4) return [];
  const near = vocabulary.filter((known) => known[0] === word[0] && oneEditApart(word, known));
  // One of two like letters dropped is the likeliest slip, then any letter dropped.
  const doubled = near.filter((known) => single(known) === single(word));
  const longer = near.filter((known) => known.length > word.length);
  return [doubled, longer, near].find(({ length }) => length > 0) ?? [];
}

/** The word with double letters written once. */
const single = (word: string): string => word.replace(/(.)\1/g, '$1');

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
