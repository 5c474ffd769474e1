/** Below this product of lengths the longest common subsequence is found exactly. */
const EXACT_CELLS = 200_000;
/** Words looked at by the coarse steps altogether; then the rest counts as different. */
const COARSE_WORK = 2_000_000;

interface Range {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
}

/**
 * Aligns two lists of words: pairs of places that hold the same word, rising in both.
 *
 * Words that occur once in each are anchors (patience diff); between anchors the longest common
 * subsequence is exact. Bounded time: where work would explode, words stay unmatched.
 */
export function alignWords(a: readonly string[], b: readonly string[]): [number, number][] {
  const matches: [number, number][] = [];
  const open: Range[] = [{ a0: 0, a1: a.length, b0: 0, b1: b.length }];
  let work = 0;
  for (let range = open.pop(); range; range = open.pop()) {
    const inner = trim(a, b, range, matches);
    const cells = (inner.a1 - inner.a0) * (inner.b1 - inner.b0);
    if (cells === 0) continue;
    if (cells <= EXACT_CELLS) {
      matches.push(...longestCommon(a, b, inner));
      continue;
    }
    work += inner.a1 - inner.a0 + inner.b1 - inner.b0;
    const anchors = work > COARSE_WORK ? [] : rising(sharedOnce(a, b, inner));
    if (anchors.length === 0) continue;
    let { a0, b0 } = inner;
    for (const [at, there] of anchors) {
      matches.push([at, there]);
      open.push({ a0, a1: at, b0, b1: there });
      a0 = at + 1;
      b0 = there + 1;
    }
    open.push({ a0, a1: inner.a1, b0, b1: inner.b1 });
  }
  return matches.sort(([x], [y]) => x - y);
}

/** Matches equal beginnings and ends; gives what lies between. */
function trim(
  a: readonly string[],
  b: readonly string[],
  { a0, a1, b0, b1 }: Range,
  matches: [number, number][],
): Range {
  while (a0 < a1 && b0 < b1 && a[a0] === b[b0]) matches.push([a0++, b0++]);
  while (a0 < a1 && b0 < b1 && a[a1 - 1] === b[b1 - 1]) matches.push([--a1, --b1]);
  return { a0, a1, b0, b1 };
}

/** Places of words that occur exactly once in both ranges, in the order of `a`. */
function sharedOnce(
  a: readonly string[],
  b: readonly string[],
  { a0, a1, b0, b1 }: Range,
): [number, number][] {
  const once = (list: readonly string[], from: number, to: number) => {
    const places = new Map<string, number>();
    for (let at = from; at < to; at++) {
      const word = list[at] ?? '';
      places.set(word, places.has(word) ? -1 : at);
    }
    return places;
  };
  const there = once(b, b0, b1);
  return [...once(a, a0, a1)].flatMap(([word, at]) => {
    const place = there.get(word) ?? -1;
    return at >= 0 && place >= 0 ? [[at, place] as [number, number]] : [];
  });
}

/** The longest run of pairs whose second numbers rise. */
function rising(pairs: readonly [number, number][]): [number, number][] {
  const tails: number[] = []; // index of the pair that ends the best run of each length
  const previous: number[] = [];
  const second = (index: number | undefined) => pairs[index ?? -1]?.[1] ?? -1;
  pairs.forEach(([, place], index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (second(tails[middle]) < place) low = middle + 1;
      else high = middle;
    }
    previous[index] = tails[low - 1] ?? -1;
    tails[low] = index;
  });
  const run: [number, number][] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair) run.push(pair);
  }
  return run.reverse();
}

function longestCommon(
  a: readonly string[],
  b: readonly string[],
  { a0, a1, b0, b1 }: Range,
): [number, number][] {
  const width = b1 - b0 + 1;
  const best = new Uint16Array((a1 - a0 + 1) * width);
  const at = (i: number, j: number) => best[(i - a0) * width + (j - b0)] ?? 0;
  for (let i = a1 - 1; i >= a0; i--) {
    for (let j = b1 - 1; j >= b0; j--) {
      best[(i - a0) * width + (j - b0)] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const matches: [number, number][] = [];
  for (let i = a0, j = b0; i < a1 && j < b1;) {
    if (a[i] === b[j]) matches.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return matches;
}
