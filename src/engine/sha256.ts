/** Above this the pure fallback would take longer than a person waits. */
const PURE_LIMIT_BYTES = 64 * 2 ** 20;

/**
 * Hex SHA-256 of `bytes`. Browsers hide `crypto.subtle` on insecure origins; then it is computed
 * here (about 100 MB/s). `null` where that would take too long.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle) return hex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  return bytes.length <= PURE_LIMIT_BYTES ? pureSha256(bytes) : null;
}

/** @source FIPS 180-4, section 6.2 */
export function pureSha256(bytes: Uint8Array): string {
  const state = Uint32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));
  const constants = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
  const words = new Uint32Array(64);
  const whole = bytes.length - (bytes.length % 64);
  const full = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let offset = 0; offset < whole; offset += 64) mix(state, constants, words, full, offset);

  const tail = new Uint8Array(bytes.length - whole < 56 ? 64 : 128);
  tail.set(bytes.subarray(whole));
  tail[bytes.length - whole] = 0x80;
  const last = new DataView(tail.buffer);
  last.setBigUint64(tail.length - 8, BigInt(bytes.length) * 8n);
  for (let offset = 0; offset < tail.length; offset += 64) {
    mix(state, constants, words, last, offset);
  }

  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => digest.setUint32(index * 4, word));
  return hex(new Uint8Array(digest.buffer));
}

/** One block of 64 bytes. Reads past the end of a typed array do not happen: all indices are fixed. */
function mix(
  state: Uint32Array,
  constants: Uint32Array,
  words: Uint32Array,
  block: DataView,
  offset: number,
): void {
  const at = (index: number) => words[index] ?? 0;
  for (let i = 0; i < 16; i++) words[i] = block.getUint32(offset + i * 4);
  for (let i = 16; i < 64; i++) {
    const early = at(i - 15);
    const late = at(i - 2);
    const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words[i] = at(i - 16) + s0 + at(i - 7) + s1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] ?? 0) + at(i)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => (state[index] = (state[index] ?? 0) + value));
}

const turn = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits));
const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32);
const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}
