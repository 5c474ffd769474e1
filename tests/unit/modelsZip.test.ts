import { crc32 } from 'node:zlib';
import { Reader, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { describe, expect, test, vi } from 'vitest';
import { Crc32 } from '../../src/domain/crc32';
import { seededRandom } from '../../src/domain/random';
import { makePack, writePack } from '../../src/storage/models/exportPack';
import { addFiles, addPicked } from '../../src/storage/models/sideLoad';
import { zipParts } from '../../src/storage/models/storedZip';
import { memoryModels } from '../hub/memoryModels';
import { tinyFiles } from '../hub/tinyRepository';

const good = Object.entries(tinyFiles()).filter(([path]) => !/README|q4/.test(path));
const picked = good.map(([path, bytes]) => {
  const blob = new Blob([bytes]);
  return { path, sizeBytes: blob.size, text: () => blob.text(), stream: () => blob.stream() };
});

test('the checksum is that of zlib, however the bytes come', () => {
  const random = seededRandom(3);
  const bytes = Uint8Array.from({ length: 10_007 }, () => random() * 256);
  const crc = new Crc32();
  for (let at = 0; at < bytes.length;) {
    const size = Math.floor(random() * 300);
    crc.update(bytes.subarray(at, (at += size)));
  }
  expect(crc.value).toBe(crc32(bytes));
  expect(new Crc32().value).toBe(0);
});

/** Parts in a row, as another program would read them. */
async function zipOf(entries: { path: string; blob: Blob }[], crcOf: (blob: Blob) => number) {
  const parts = [];
  for await (const part of zipParts(entries, async (blob) => crcOf(blob))) parts.push(part);
  return parts;
}

describe('files above 4 GB', () => {
  /** A blob that only says how large it is: nothing of it may be read for the list. */
  const sparse = (size: number) => ({ size }) as Blob;
  const text = new Blob(['after']);
  const crcOfText = crc32('after');

  test.each([
    { name: 'a file of 5 GB', sizes: [5 * 2 ** 30], wide: true },
    { name: 'two of 2.5 GB: the list lies behind 4 GB', sizes: [2.5e9, 2.5e9], wide: true },
    { name: 'one byte below the limit', sizes: [0xfffffffe], wide: true },
    { name: 'three of 1 GB', sizes: [1e9, 1e9, 1e9], wide: false },
  ])('$name: Zip64 where it is needed', async ({ sizes, wide }) => {
    const entries = [
      ...sizes.map((size, index) => ({ path: `onnx/${index}`, blob: sparse(size) })),
      { path: 'after.txt', blob: text },
    ];
    const parts = await zipOf(entries, (blob) => (blob === text ? crcOfText : 7));
    const ends = tail(parts);
    const reader = new ZipReader(ends.reader);
    const found = await reader.getEntries();
    expect(found.map(({ filename, uncompressedSize }) => [filename, uncompressedSize])).toEqual(
      entries.map(({ path, blob }) => [path, blob.size]),
    );
    expect(found.some(({ zip64 }) => zip64) || ends.hasWideEnd).toBe(wide);
    const last = found.at(-1)!;
    if (last.directory) throw new Error('not a file');
    expect(new TextDecoder().decode(await last.arrayBuffer!({ checkSignature: true }))).toBe(
      'after',
    );
  });
});

/** A reader over parts whose large blobs are holes. */
function tail(parts: (Uint8Array<ArrayBuffer> | Blob)[]) {
  const sizeOf = (part: Uint8Array | Blob) =>
    part instanceof Uint8Array ? part.length : part.size;
  const size = parts.reduce((sum, part) => sum + sizeOf(part), 0);
  const read = async (from: number, length: number) => {
    if (length > 1e6) throw new Error(`${length} bytes were read for a list`);
    const bytes = new Uint8Array(length);
    let start = 0;
    for (const part of parts) {
      const end = start + sizeOf(part);
      if (end > from && start < from + length) {
        // The zeros of a hole change nothing.
        const isHole = !(part instanceof Uint8Array) && part.size > 1e6;
        const all =
          part instanceof Uint8Array
            ? part
            : new Uint8Array(isHole ? new ArrayBuffer(0) : await part.arrayBuffer());
        const cut = all.subarray(Math.max(0, from - start), from + length - start);
        bytes.set(cut, Math.max(0, start - from));
      }
      start = end;
    }
    return bytes;
  };
  class Holes extends Reader<null> {
    override size = size;
    override readUint8Array = read;
  }
  const last = parts.at(-1);
  const hasWideEnd = last instanceof Uint8Array && last.length > 22;
  return { reader: new Holes(null), hasWideEnd };
}

test('both ways of saving give the same bytes, and they come back as the same model', async () => {
  const store = memoryModels();
  const first = await addPicked(store, picked);
  const blob = await makePack(store, first.id);
  const written: Uint8Array<ArrayBuffer>[] = [];
  const seen: number[] = [];
  const sink = new WritableStream<Uint8Array>({
    write: (bytes) => void written.push(new Uint8Array(bytes)),
  });
  await writePack(store, first.id, sink, (done) => seen.push(done));
  const streamed = new Blob(written);
  expect(Buffer.compare(await bytesOf(blob), await bytesOf(streamed))).toBe(0);
  expect(seen).toEqual([...seen].sort((x, y) => x - y));
  const again = await addFiles(memoryModels(), [new File([streamed], 'pack.zip')]);
  expect(again.revision).toBe(first.revision);
});

const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());

test('a pack that was stopped, or whose stick is full, leaves an aborted target', async () => {
  const store = memoryModels();
  const { id } = await addPicked(store, picked);
  const stop = new AbortController();
  const aborted = vi.fn();
  const sink = () => new WritableStream<Uint8Array>({ abort: aborted });
  const packing = writePack(store, id, sink(), (done) => done > 9000 && stop.abort(), stop.signal);
  await expect(packing).rejects.toMatchObject({ name: 'AbortError' });
  expect(aborted).toHaveBeenCalledTimes(1);

  let bytes = 0;
  const full = new WritableStream<Uint8Array>({
    write({ length }) {
      if ((bytes += length) > 100_000) throw new DOMException('full', 'QuotaExceededError');
    },
  });
  await expect(writePack(store, id, full)).rejects.toMatchObject({
    code: 'storage-full',
    userMessage: expect.stringMatching(/FAT32 takes no file that large/),
  });
  await expect(writePack(store, 'nobody', sink())).rejects.toMatchObject({
    code: 'model-not-loaded',
  });
  expect(aborted).toHaveBeenCalledTimes(2);
});
