import { BLOCK_BYTES, BlockHash, hex } from './blockHash';

/** Above this the pure computation would take longer than a person waits. */
const PURE_LIMIT_BYTES = 64 * 2 ** 20;

/**
 * Hex SHA-256 of `bytes`. Browsers hide `crypto.subtle` on insecure origins; then it is computed
 * here. `null` where that would take too long.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle) return hex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  return bytes.length <= PURE_LIMIT_BYTES ? pureSha256(bytes) : null;
}

/** Hex SHA-256 without the browser's help. */
export function pureSha256(bytes: Uint8Array): string {
  return new Sha256().update(bytes).hex();
}

/**
 * SHA-256 of a stream, piece by piece: `crypto.subtle` wants everything at once.
 * @source FIPS 180-4, section 6.2
 */
export class Sha256 extends BlockHash {
  readonly #words = new Int32Array(64);

  constructor() {
    super(Int32Array.from(START));
  }

  /** All indices are in range, so `?? 0` never happens. */
  protected mix(bytes: Uint8Array, from: number, to: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const { state } = this;
    const words = this.#words;
    for (let offset = from; offset < to; offset += BLOCK_BYTES) {
      for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + i * 4);
      for (let i = 16; i < 64; i++) {
        const early = words[i - 15] ?? 0;
        const late = words[i - 2] ?? 0;
        const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
        const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
        words[i] = (words[i - 16] ?? 0) + s0 + (words[i - 7] ?? 0) + s1;
      }
      let a = state[0] ?? 0;
      let b = state[1] ?? 0;
      let c = state[2] ?? 0;
      let d = state[3] ?? 0;
      let e = state[4] ?? 0;
      let f = state[5] ?? 0;
      let g = state[6] ?? 0;
      let h = state[7] ?? 0;
      const before = [a, b, c, d, e, f, g, h];
      for (let i = 0; i < 64; i++) {
        const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        const first = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[i] ?? 0) + (words[i] ?? 0)) | 0;
        const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
        const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + first) | 0;
        d = c;
        c = b;
        b = a;
        a = (first + second) | 0;
      }
      const after = [a, b, c, d, e, f, g, h];
      for (let i = 0; i < 8; i++) state[i] = (before[i] ?? 0) + (after[i] ?? 0);
    }
  }
}

const turn = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits));
const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));
const ROUNDS = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}
