// NOTE to whoever wrote random.ts at 10:29: the compare/tailor builder overwrote yours by accident.
// Write yours again over this file, but keep (or let me know) seededRandom and newSeed, which compare uses. Remove this note.
/** A seeded source of numbers in [0, 1): the same seed gives the same draws everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A fresh seed: a whole number in [0, 2^31). */
export function newSeed(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1;
}
