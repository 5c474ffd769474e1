import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelCard } from '../../src/domain/types';

/** Field numbers of the ONNX format (onnx.proto). */
const GRAPH = 7;
const INITIALIZER = 5;
const RAW_DATA = 9;

/**
 * Gives every model of a built folder random weights: the bytes of each large tensor change places.
 * Shapes, scales and sizes stay, and the card gets the new hash, so that nothing but the result can tell.
 */
export function scrambleWeights(folder: string, modelId: string): void {
  const root = path.join(folder, 'models', modelId);
  const cardFile = path.join(root, 'card.json');
  const card = JSON.parse(readFileSync(cardFile, 'utf8')) as ModelCard; // our own, checked by a unit test
  for (const file of card.files.filter(({ path }) => path.endsWith('.onnx'))) {
    const bytes = readFileSync(path.join(root, file.path));
    for (const tensor of tensorsOf(bytes)) shuffle(tensor);
    writeFileSync(path.join(root, file.path), bytes);
    file.sha256 = createHash('sha256').update(bytes).digest('hex');
  }
  writeFileSync(cardFile, JSON.stringify(card));
}

/** The raw bytes of each initializer, as views of the file. */
function tensorsOf(model: Buffer): Buffer[] {
  return fieldsOf(model, GRAPH)
    .flatMap((graph) => fieldsOf(graph, INITIALIZER))
    .flatMap((tensor) => fieldsOf(tensor, RAW_DATA))
    .filter(({ length }) => length > 4096);
}

/** The length-delimited fields with one number in a protobuf message. */
function fieldsOf(message: Buffer, wanted: number): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const kind = key & 7;
    if (kind === 0) varint();
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else {
      const length = varint();
      if (key >>> 3 === wanted) found.push(message.subarray(at, at + length));
      at += length;
    }
  }
  return found;
}

/** Swaps groups of four bytes at random, so that floats stay floats; always the same way. */
function shuffle(bytes: Buffer): void {
  let state = 1;
  for (let last = Math.floor(bytes.length / 4) - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (last + 1);
    for (let byte = 0; byte < 4; byte++) {
      const here = last * 4 + byte;
      const there = other * 4 + byte;
      [bytes[here], bytes[there]] = [bytes[there] ?? 0, bytes[here] ?? 0];
    }
  }
}
