import { BLOCK_BYTES, BlockHash } from './blockHash';

/**
 * SHA-1 of a stream: what git names its files by. It tells a damaged file, not a forged one.
 * @source FIPS 180-4, section 6.1
 */
export class Sha1 extends BlockHash {
  readonly #words = new Int32Array(80);

  constructor() {
    super(Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0));
  }

  /** All indices are in range, so `?? 0` never happens. */
  protected mix(bytes: Uint8Array, from: number, to: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const { state } = this;
    const words = this.#words;
    const word = (i: number) => words[i] ?? 0;
    for (let offset = from; offset < to; offset += BLOCK_BYTES) {
      for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + i * 4);
      for (let i = 16; i < 80; i++) {
        words[i] = turn(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1);
      }
      let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
      for (let i = 0; i < 80; i++) {
        const next = (turn(a, 5) + mixed(i, b, c, d) + e + word(i)) | 0;
        [a, b, c, d, e] = [next, a, turn(b, 30), c, d];
      }
      [a, b, c, d, e].forEach((value, i) => (state[i] = (state[i] ?? 0) + value));
    }
  }
}

/** The function and the constant of round `i`. */
function mixed(i: number, b: number, c: number, d: number): number {
  if (i < 20) return ((b & c) ^ (~b & d)) + 0x5a827999;
  if (i < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (i < 60) return ((b & c) ^ (b & d) ^ (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

const turn = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));
