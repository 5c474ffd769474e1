import { AppError } from '../../../domain/errors';
import { openBytes, type BytePiece } from './openBytes';
import { refusalOf } from './refusal';

/** A piece of a file as text. */
export interface TextPiece {
  text: string;
  bytesRead: number;
}

const NEWLINE = 10;
/** Without a line break in so many bytes, a piece ends anywhere. */
const LONGEST_LINE = 1 << 20;

/**
 * The file as text: UTF-8, UTF-16 with its mark, and line by line Windows-1252 where bytes are
 * not UTF-8, which is then said in `notes`.
 * @throws {AppError} `unreadable-file` for empty and binary files
 */
export async function* readText(
  file: Blob,
  notes: Set<string>,
  signal?: AbortSignal,
): AsyncGenerator<TextPiece, void, void> {
  const pieces = openBytes(file, notes, signal);
  const first = await pieces.next();
  if (first.done || first.value.bytes.length === 0) throw emptyFile();
  const { bytes } = first.value;
  const refusal = refusalOf(bytes);
  if (refusal) throw new AppError('unreadable-file', 'binary file', refusal);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) yield* utf16('utf-16le', first.value, pieces);
  else if (bytes[0] === 0xfe && bytes[1] === 0xff) yield* utf16('utf-16be', first.value, pieces);
  else yield* utf8(first.value, pieces, notes);
}

/** Said of files without any text. */
export function emptyFile(): AppError {
  return new AppError('unreadable-file', 'empty file', 'This file is empty. Choose another one.');
}

async function* utf16(
  encoding: string,
  first: BytePiece,
  rest: AsyncIterable<BytePiece>,
): AsyncGenerator<TextPiece, void, void> {
  const decoder = new TextDecoder(encoding);
  const decode = (piece: BytePiece) => ({
    text: decoder.decode(piece.bytes, { stream: true }),
    bytesRead: piece.bytesRead,
  });
  yield decode(first);
  for await (const piece of rest) yield decode(piece);
}

async function* utf8(
  first: BytePiece,
  rest: AsyncIterable<BytePiece>,
  notes: Set<string>,
): AsyncGenerator<TextPiece, void, void> {
  const hasMark = first.bytes[0] === 0xef && first.bytes[1] === 0xbb && first.bytes[2] === 0xbf;
  let carry: Uint8Array = first.bytes.subarray(hasMark ? 3 : 0);
  let bytesRead = first.bytesRead;
  const cut = (): string => {
    const end = endOfWhole(carry);
    const text = decodeLines(carry.subarray(0, end), notes);
    carry = carry.subarray(end);
    return text;
  };
  yield { text: cut(), bytesRead };
  for await (const piece of rest) {
    carry = joined(carry, piece.bytes);
    bytesRead = piece.bytesRead;
    yield { text: cut(), bytesRead };
  }
  yield { text: decodeLines(carry, notes), bytesRead };
}

/** Where the last whole line ends; in a very long line, where a character ends. */
function endOfWhole(bytes: Uint8Array): number {
  const line = bytes.lastIndexOf(NEWLINE) + 1;
  if (line > 0 || bytes.length < LONGEST_LINE) return line;
  let end = bytes.length;
  while (end > bytes.length - 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return Math.max(0, end - 1);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const western = new TextDecoder('windows-1252');
/** Node 20 takes Windows-1252 for Latin-1; these are the characters in which they differ. */
const WESTERN_80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function decodeLines(bytes: Uint8Array, notes: Set<string>): string {
  const text = tryUtf8(bytes);
  if (text !== null) return text;
  let all = '';
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, from);
    const end = newline === -1 ? bytes.length : newline + 1;
    const line = bytes.subarray(from, end);
    all += tryUtf8(line) ?? decodeWestern(line);
    from = end;
  }
  notes.add(
    'Some of this file is not UTF-8. Those lines were read as Windows-1252: look whether accents and quotation marks are right.',
  );
  return all;
}

function decodeWestern(bytes: Uint8Array): string {
  return western
    .decode(bytes)
    .replace(/[\x80-\x9f]/g, (letter) => WESTERN_80[letter.charCodeAt(0) - 0x80] ?? letter);
}

function tryUtf8(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
