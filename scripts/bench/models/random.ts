/** Bytes from a seed (xorshift, 32 bits): the same on every machine. */
export function randomBytes(count: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(count / 4));
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  for (let place = 0; place < words.length; place++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[place] = state;
  }
  return new Uint8Array(words.buffer, 0, count);
}

/** Signed bytes of -127 to 127. */
export function randomInt8(count: number, seed: number): Int8Array {
  const bytes = randomBytes(count, seed);
  const numbers = new Int8Array(bytes.buffer, 0, count);
  for (let place = 0; place < count; place++) {
    if (numbers[place] === -128) numbers[place] = 127;
  }
  return numbers;
}

/** Spread of numbers that are evenly distributed over -127 to 127. */
export const INT8_SPREAD = 127 / Math.sqrt(3);
