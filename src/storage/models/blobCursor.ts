/** Bytes that are read at a time. */
const WINDOW_BYTES = 256 * 1024;

/** Thrown when the bytes do not add up. */
export class Malformed extends Error {}

/** One field of a protobuf message. @source protobuf.dev, "Encoding" */
export interface Field {
  number: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  wire: number;
  /** Where its content starts and ends in the file. For a varint: the value itself is `value`. */
  start: number;
  end: number;
  value: number;
}

/** Reads protobuf fields of a large file without holding it in memory. */
export class BlobCursor {
  #window = new Uint8Array(0);
  #windowStart = 0;

  constructor(private readonly blob: Blob) {}

  /**
   * The fields between `start` and `end`; content is skipped unless somebody reads it.
   * @throws {Malformed} when a length leaves its message or the message ends inside a field
   */
  async *fields(start: number, end: number): AsyncGenerator<Field> {
    let at = start;
    while (at < end) {
      await this.#hold(at, Math.min(end, at + 20));
      const tag = this.#varint(at, end);
      const wire = tag.value & 7;
      const number = Math.floor(tag.value / 8);
      if (number === 0) throw new Malformed(`field 0 at ${at}`);
      const field = this.#content(number, wire, tag.next, end);
      yield field;
      at = field.end;
    }
  }

  /** @throws {Malformed} when it is longer than `most` bytes */
  async text({ start, end }: Field, most = 4096): Promise<string> {
    if (end - start > most) throw new Malformed(`a name of ${end - start} bytes`);
    await this.#hold(start, end);
    const from = start - this.#windowStart;
    return new TextDecoder().decode(this.#window.subarray(from, from + end - start));
  }

  #content(number: number, wire: number, start: number, end: number): Field {
    if (wire === 0) {
      const { value, next } = this.#varint(start, end);
      return { number, wire, start, end: next, value };
    }
    const fixed = { 1: 8, 5: 4 }[wire];
    const length = wire === 2 ? this.#varint(start, end) : { value: fixed ?? NaN, next: start };
    const last = length.next + length.value;
    if (!Number.isSafeInteger(last) || last > end) {
      throw new Malformed(`field ${number} at ${start} ends at ${last}, behind ${end}`);
    }
    return { number, wire, start: length.next, end: last, value: NaN };
  }

  /** Numbers above 2^53 come out rounded: no length is that large. */
  #varint(at: number, end: number): { value: number; next: number } {
    let value = 0;
    for (let index = 0; index < 10; index++) {
      const place = at + index;
      const byte = this.#window[place - this.#windowStart];
      if (place >= end || byte === undefined) throw new Malformed(`ends at ${place}`);
      value += (byte & 127) * 2 ** (7 * index);
      if (byte < 128) return { value, next: place + 1 };
    }
    throw new Malformed(`a number without end at ${at}`);
  }

  async #hold(start: number, end: number): Promise<void> {
    const held = this.#windowStart + this.#window.length;
    if (start >= this.#windowStart && end <= held) return;
    const size = Math.max(WINDOW_BYTES, end - start);
    const part = this.blob.slice(start, start + size);
    this.#window = new Uint8Array(await part.arrayBuffer());
    this.#windowStart = start;
  }
}
