/** Both hashes of FIPS 180-4 that we need take their bytes in blocks of this size. */
export const BLOCK_BYTES = 64;

/**
 * A hash of a stream, piece by piece: cuts what comes into blocks, and pads the last one.
 * @source FIPS 180-4, section 5.1.1
 */
export abstract class BlockHash {
  readonly #rest = new Uint8Array(BLOCK_BYTES);
  #restLength = 0;
  #length = 0;

  /** @param state the words that the hash starts with; they become the hash */
  constructor(protected readonly state: Int32Array) {}

  /** Takes in the whole blocks of `bytes` from `from` to `to`. */
  protected abstract mix(bytes: Uint8Array, from: number, to: number): void;

  update(bytes: Uint8Array): this {
    this.#length += bytes.length;
    let offset = 0;
    if (this.#restLength > 0) {
      offset = Math.min(BLOCK_BYTES - this.#restLength, bytes.length);
      this.#rest.set(bytes.subarray(0, offset), this.#restLength);
      this.#restLength += offset;
      if (this.#restLength < BLOCK_BYTES) return this;
      this.mix(this.#rest, 0, BLOCK_BYTES);
      this.#restLength = 0;
    }
    const whole = offset + Math.floor((bytes.length - offset) / BLOCK_BYTES) * BLOCK_BYTES;
    this.mix(bytes, offset, whole);
    this.#rest.set(bytes.subarray(whole));
    this.#restLength = bytes.length - whole;
    return this;
  }

  /** The hash of what came so far in hex digits. Call it once, at the end. */
  hex(): string {
    const tail = new Uint8Array(this.#restLength < 56 ? BLOCK_BYTES : 2 * BLOCK_BYTES);
    tail.set(this.#rest.subarray(0, this.#restLength));
    tail[this.#restLength] = 0x80;
    new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(this.#length) * 8n);
    this.mix(tail, 0, tail.length);
    const digest = new DataView(new ArrayBuffer(this.state.length * 4));
    this.state.forEach((word, index) => digest.setInt32(index * 4, word));
    return hex(new Uint8Array(digest.buffer));
  }
}

/** Bytes as hex digits. */
export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
