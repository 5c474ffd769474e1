/**
 * The wire format of Protocol Buffers, as far as ONNX files need it.
 * @source https://protobuf.dev/programming-guides/encoding/
 */
export interface Field {
  number: number;
  /** Content of a text, bytes or message field; empty for numbers. */
  bytes: Uint8Array;
  /** Value of a whole-number field; 0 for others. */
  value: number;
  /** The field as it stands in the file, tag included. */
  whole: Uint8Array;
}

const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

/** The fields of a message, in order. @throws {RangeError} when it is cut short or no message */
export function* fieldsOf(message: Uint8Array): Generator<Field, void, void> {
  for (let place = 0; place < message.length;) {
    const start = place;
    const tag = readNumber(message, place);
    place = tag.end;
    let value = 0;
    let bytes: Uint8Array = NOTHING;
    switch (tag.value & 7) {
      case 0: {
        const number = readNumber(message, place);
        [value, place] = [number.value, number.end];
        break;
      }
      case 1:
        place += 8;
        break;
      case 2: {
        const length = readNumber(message, place);
        place = length.end + length.value;
        bytes = message.subarray(length.end, place);
        break;
      }
      case 5:
        bytes = message.subarray(place, place + 4);
        place += 4;
        break;
      default:
        throw new RangeError('no protocol buffer');
    }
    if (place > message.length) throw new RangeError('the message is cut short');
    yield { number: tag.value >>> 3, bytes, value, whole: message.subarray(start, place) };
  }
}

/** Whole numbers up to 2^53; negative ones come out as 2^64 less a few, which no caller asks for. */
function readNumber(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  for (let place = start, factor = 1; place < bytes.length; place++, factor *= 128) {
    const byte = bytes[place] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return { value, end: place + 1 };
  }
  throw new RangeError('the message is cut short');
}

/** A field of bytes, of text, or of another message. */
export function bytesField(number: number, content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content;
  return joined([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** A field with a whole number, which may be negative. */
export function numberField(number: number, value: number): Uint8Array {
  return joined([varint(number * 8), varint(value)]);
}

/** A field with a number of 32 bits. */
export function floatField(number: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return joined([varint(number * 8 + 5), bytes]);
}

/** A whole number as ONNX writes it: seven bits a byte, the lowest first. */
export function varint(value: number): Uint8Array {
  if (value >= 0 && value < 128) return Uint8Array.of(value); // most are
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** All parts as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}
