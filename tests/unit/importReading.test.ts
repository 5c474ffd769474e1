import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Comparison, RowIssue } from '../../src/domain/types';
import type { ImportPlan } from '../../src/features/datasets/importPlan';
import { readDataset } from '../../src/features/datasets/reading/readDataset';
import { readRecords } from '../../src/features/datasets/reading/readRecords';
import { recognise } from '../../src/features/datasets/reading/recognise';
import type { Split } from '../../src/features/datasets/reading/splitter';

const plan: ImportPlan = {
  datasetId: 'set',
  formatId: 'trl-explicit',
  mapping: null,
  header: true,
  importedAt: 1000,
};

const fixture = (name: string) => new Blob([readFileSync(`tests/fixtures/datasets/${name}`)]);
const pair = (n: number) => ({
  prompt: `Question ${n}?`,
  chosen: `Yes ${n}.`,
  rejected: `No ${n}.`,
});
const line = (n: number) => JSON.stringify(pair(n));
const lines = (count: number) => Array.from({ length: count }, (_, n) => line(n)).join('\n');

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** A file that arrives in pieces of the given size, to hit every possible cut. */
function inPieces(content: string | Uint8Array, size: number): Blob {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  blob.stream = () =>
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size)
          controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
  return blob;
}

async function splitsOf(file: Blob, header = true): Promise<Split[]> {
  const all: Split[] = [];
  for await (const { splits } of readRecords(file, header, new Set())) all.push(...splits);
  return all;
}

const said = (splits: Split[]) =>
  splits.map((split) =>
    'message' in split ? `${split.row}: ${split.message}` : `${split.row}: ok`,
  );

async function importOf(file: Blob, changes: Partial<ImportPlan> = {}) {
  const comparisons: Comparison[] = [];
  const issues: RowIssue[] = [];
  let refused = 0;
  let notes: string[] = [];
  let batches = 0;
  for await (const batch of readDataset(file, { ...plan, ...changes }, undefined, () => true)) {
    comparisons.push(...batch.comparisons);
    issues.push(...batch.issues);
    refused += batch.refused;
    notes = batch.notes;
    batches++;
  }
  return { comparisons, issues, refused, notes, batches };
}

test.each([
  { name: 'JSON lines', text: `${line(1)}\n${line(2)}\n`, found: ['1: ok', '2: ok'] },
  {
    name: 'blank lines and CRLF',
    text: `\r\n${line(1)}\r\n\r\n${line(2)}`,
    found: ['2: ok', '4: ok'],
  },
  {
    name: 'a broken line',
    text: `${line(1)}\n{oops\n${line(3)}`,
    found: ['1: ok', '2: is not valid JSON', '3: ok'],
  },
  {
    name: 'a list as a line',
    text: `${line(1)}\n[1]\n`,
    found: ['1: ok', '2: is not an object with named fields'],
  },
  {
    name: 'a last line cut short',
    text: `${line(1)}\n${line(2).slice(0, 30)}`,
    found: ['1: ok', '2: is cut short: the file ends inside it'],
  },
  { name: 'a JSON list', text: `[${line(1)},\n ${line(2)}]`, found: ['1: ok', '2: ok'] },
  {
    name: 'a JSON list with brackets and quotes in texts',
    text: `[{"a":"]}\\"[{"},{"a":"\\\\"}]`,
    found: ['1: ok', '2: ok'],
  },
  {
    name: 'a JSON list with other things in it',
    text: `[${line(1)}, 7, "x", [1], {"a" 1}, ${line(2)}]`,
    found: [
      '1: ok',
      '2: is not an object with named fields',
      '3: is not an object with named fields',
      '4: is not an object with named fields',
      '5: is not valid JSON',
      '6: ok',
    ],
  },
  {
    name: 'a JSON list cut short',
    text: `[${line(1)}, ${line(2).slice(0, 30)}`,
    found: ['1: ok', '2: is cut short: the file ends inside it'],
  },
  {
    name: 'objects over several lines',
    text: [1, 2].map((n) => JSON.stringify(pair(n), null, 2)).join('\n'),
    found: ['1: ok', '2: ok'],
  },
  { name: 'an empty JSON list', text: '[]', found: [] },
  {
    name: 'a table',
    text: 'prompt,a,b\nx,y,z\n"line\nbreak","say ""hi""",z',
    found: ['2: ok', '3: ok'],
  },
  { name: 'a table with a byte order mark', text: '\ufeffprompt\ta\tb\nx\ty\tz', found: ['2: ok'] },
  { name: 'semicolons', text: 'prompt;a;b\r\nx, y;z, w;v\r\n', found: ['2: ok'] },
  { name: 'old Mac line ends', text: 'prompt,a,b\rx,y,z\rx,y,w\r', found: ['2: ok', '3: ok'] },
  {
    name: 'too many columns',
    text: 'a,b,c\n1,2,3\n1,2,3,4\n1,2,3,\n',
    found: ['2: ok', '3: has 4 columns where the header has 3', '4: ok'],
  },
  {
    name: 'a quotation mark never closed',
    text: 'a,b\n1,2\n"3,4\n5,6\n',
    found: ['2: ok', '3: opens a quotation mark and never closes it', '4: ok'],
  },
])('$name, wherever the pieces are cut', async ({ text, found }) => {
  expect(said(await splitsOf(new Blob([text])))).toEqual(found);
  for (const size of [1, 3, 7]) expect(said(await splitsOf(inPieces(text, size)))).toEqual(found);
});

test('cells keep line breaks, quotes and their column', async () => {
  const splits = await splitsOf(new Blob(['prompt,a,a,\r\n"line\r\nbreak","say ""hi""",z,w\r\n']));
  expect(splits).toEqual([
    { row: 2, value: { prompt: 'line\r\nbreak', a: 'say "hi"', 'a (2)': 'z', 'Column 4': 'w' } },
  ]);
});

test('without a header the columns are numbered and the first row counts', async () => {
  expect(await splitsOf(new Blob(['x,y,z\n']), false)).toEqual([
    { row: 1, value: { 'Column 1': 'x', 'Column 2': 'y', 'Column 3': 'z' } },
  ]);
});

test('letters of several bytes survive every cut', async () => {
  const text = `${JSON.stringify({ t: 'ä€🌙م' })}\n`.repeat(3);
  for (let size = 1; size < 9; size++) {
    const splits = await splitsOf(inPieces(text, size));
    expect(splits.map((split) => 'value' in split && split.value.t)).toEqual(
      Array(3).fill('ä€🌙م'),
    );
  }
});

test.each([
  { name: 'an empty file', bytes: '', sentence: 'This file is empty' },
  { name: 'white space', bytes: ' \n\n ', sentence: 'This file is empty' },
  { name: 'zero bytes', bytes: 'a\0b', sentence: 'is not text' },
  {
    name: 'an office file or zip',
    bytes: 'PK\x03\x04rest',
    sentence: 'zip archive or an office file',
  },
  { name: 'Parquet', bytes: 'PAR1....', sentence: 'Parquet' },
  { name: 'a PDF', bytes: '%PDF-1.7', sentence: 'PDF' },
  { name: 'a web page', bytes: '<!DOCTYPE html><p>', sentence: 'web page' },
])('$name is refused with a sentence', async ({ bytes, sentence }) => {
  for (const file of [new Blob([bytes]), new Blob([gzipSync(bytes)])]) {
    const error = await recognise(file, true).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unreadable-file' });
    expect((error as { userMessage: string }).userMessage).toContain(sentence);
  }
});

test('gzip is told by its first bytes', async () => {
  const { comparisons, notes } = await importOf(new Blob([gzipSync(lines(1234))]));
  expect(comparisons).toHaveLength(1234);
  expect(notes).toEqual([]);
});

test('a cut archive keeps what came before the cut, and says so', async () => {
  const noise = Array.from({ length: 5000 }, (_, n) => line(n * 7919 + (n % 13))).join('\n');
  const packed = gzipSync(noise);
  const { comparisons, notes } = await importOf(
    new Blob([packed.subarray(0, packed.length * 0.7)]),
  );
  expect(comparisons.length).toBeGreaterThan(3000);
  expect(comparisons.length).toBeLessThan(5000);
  expect(notes[0]).toContain('damaged or was cut off');
});

test('an altered archive keeps what came before the damage', async () => {
  const packed = gzipSync(Array.from({ length: 20000 }, () => line(Math.random())).join('\n'));
  const damage = Math.floor(packed.length * 0.8);
  packed.fill(0xff, damage, damage + 400);
  const { comparisons, notes } = await importOf(new Blob([packed]));
  expect(comparisons.length).toBeGreaterThan(8000);
  expect(notes[0]).toContain('damaged');
});

test('a wrong encoding is read as Windows-1252, line by line, and said', async () => {
  const { comparisons, notes } = await importOf(fixture('windows-1252.csv'));
  expect(comparisons[0]?.a.text).toBe('À gauche, près de l’église.');
  expect(notes[0]).toContain('Windows-1252');
  expect((await importOf(fixture('utf-16.csv'))).notes).toEqual([]);
});

test('a mixed file keeps its good rows and names each bad one', async () => {
  const { comparisons, issues, refused } = await importOf(fixture('mixed.jsonl'));
  expect(comparisons).toHaveLength(2);
  expect(refused).toBe(7);
  expect(issues.map(({ row, field, message }) => `${row} ${field ?? ''}: ${message}`)).toEqual([
    '2 : is not valid JSON',
    '4 prompt: is missing',
    '4 chosen: is missing',
    '4 rejected: is missing',
    '5 : is not an object with named fields',
    '6 : both responses are the same',
    '7 : the prompt is empty',
    '7 : the second response is empty',
    '8 rejected: is missing',
    '10 : is cut short: the file ends inside it',
  ]);
});

test('comparisons know their file and row, and have ids in the order of the file', async () => {
  const { comparisons, batches } = await importOf(new Blob([lines(1100)]));
  expect(batches).toBe(3);
  expect(comparisons[1]).toMatchObject({
    prompt: 'Question 1?',
    a: { text: 'Yes 1.', origin: { kind: 'file', datasetId: 'set', row: 2 } },
    choice: 'a',
    datasetId: 'set',
    createdAt: 1000,
    decidedAt: 1000,
  });
  const ids = comparisons.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
});

test('who stands left is drawn, and the choice follows', async () => {
  const [batch] = await all(readDataset(new Blob([line(1)]), plan, undefined, () => false));
  expect(batch?.comparisons[0]).toMatchObject({
    a: { text: 'No 1.' },
    b: { text: 'Yes 1.' },
    choice: 'b',
  });
});

test('only the first thousand issues are listed, all rows are counted', async () => {
  const { issues, refused } = await importOf(new Blob(['{oops\n'.repeat(3000)]));
  expect(issues).toHaveLength(1000);
  expect(refused).toBe(3000);
});

test('a record too long to hold costs only itself', async () => {
  const long = JSON.stringify({ ...pair(1), chosen: 'x'.repeat(5_000_000) });
  const found = ['1: ok', '2: is longer than 4 million characters', '3: ok'];
  expect(said(await splitsOf(new Blob([`${line(1)}\n${long}\n${line(3)}`])))).toEqual(found);
  expect(said(await splitsOf(new Blob([`[${line(1)},${long},${line(3)}]`])))).toEqual(found);
});

test('recognising counts a small file exactly and a large one about', async () => {
  expect((await recognise(new Blob([lines(70)]), true)).rows).toEqual({ count: 70, exact: true });
  const { rows, sample } = await recognise(new Blob([lines(20000)]), true);
  expect(rows.exact).toBe(false);
  expect(Math.abs(rows.count - 20000)).toBeLessThan(1000);
  expect(sample).toHaveLength(50);
});

test('a table of unknown columns asks for a mapping', async () => {
  expect(await recognise(fixture('strange-columns.tsv'), true)).toMatchObject({
    container: 'table',
    formatId: null,
    rows: { count: 3, exact: true },
  });
});

test('reading ends at once when aborted', async () => {
  const controller = new AbortController();
  const batches = readDataset(new Blob([lines(50000)]), plan, controller.signal);
  await batches.next();
  controller.abort();
  await expect(all(batches)).rejects.toThrow('aborted');
});
