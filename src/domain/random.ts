/**
 * A generator of numbers in [0, 1) that repeats with its seed (mulberry32): for shuffles and draws,
 * never for secrets.
 *
 * @param seed any number; only its lowest 32 bits count
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A hash that is the same for the same text (FNV-1a over UTF-16 units): a whole number in [0, 2^32). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** A seed that is the same for the same text: a whole number in [0, 2^31). */
export const seedOf = (text: string): number => hashOf(text) >>> 1;

/** A fresh seed: a whole number in [0, 2^31). */
export function newSeed(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1;
}

/** The items in random order; the given list stays as it is. */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((x, y) => x.place - y.place)
    .map(({ item }) => item);
}

/** One of the items at random; `null` for an empty list. */
export function pick<T>(items: readonly T[], random: () => number): T | null {
  return items[Math.floor(random() * items.length)] ?? null;
}
