import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/domain/types';
import { csvLine } from '../../src/storage/csv';
import {
  exportEven,
  exportPairs,
  exportPairsCsv,
  exportPersonas,
  exportPersonasCsv,
  type Exported,
} from '../../src/storage/exports';
import { fakeStore } from '../fakeStore';
import { comparison, persona } from '../storageSamples';

const history = [
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello' },
] as const;
const nasty = 'He said "no",\n<b>שלום</b> 🙂';
const response = (text: string): Comparison['a'] => ({ text, origin: { kind: 'written' } });

const decided = comparison(1, { choice: 'b', reason: nasty });
const waiting = comparison(2);
const tie = comparison(3, { choice: 'tie' });
const bad = comparison(4, { choice: 'both-bad', reason: 'rude' });
const formula = comparison(5, { choice: 'a', a: response('=1+1'), b: response('- a list') });
const all = [decided, waiting, tie, bad, formula];

const lines = async ({ blob }: Exported) =>
  (await blob.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const table = async ({ blob }: Exported) =>
  Papa.parse<Record<string, string>>(await blob.text(), { header: true, skipEmptyLines: true })
    .data;

test('pairs become TRL rows of plain text, chosen first; ties and waiting ones are left out', async () => {
  const file = await exportPairs(fakeStore({ comparisons: all }));
  expect(file).toMatchObject({ fileName: 'pairs.trl.jsonl', count: 2 });
  expect(await lines(file)).toEqual([
    { prompt: decided.prompt, chosen: decided.b.text, rejected: decided.a.text },
    { prompt: formula.prompt, chosen: '=1+1', rejected: '- a list' },
  ]);
});

test('one pair with earlier turns makes the whole file message lists', async () => {
  const dialogue = comparison(6, { choice: 'a', history: [...history] });
  const rows = await lines(await exportPairs(fakeStore({ comparisons: [decided, dialogue] })));
  expect(rows).toEqual([
    {
      prompt: [{ role: 'user', content: decided.prompt }],
      chosen: [{ role: 'assistant', content: decided.b.text }],
      rejected: [{ role: 'assistant', content: decided.a.text }],
    },
    {
      prompt: [...history, { role: 'user', content: dialogue.prompt }],
      chosen: [{ role: 'assistant', content: dialogue.a.text }],
      rejected: [{ role: 'assistant', content: dialogue.b.text }],
    },
  ]);
});

test('a tie with earlier turns does not change the form of the pairs', async () => {
  const dialogue = comparison(6, { choice: 'tie', history: [...history] });
  const rows = await lines(await exportPairs(fakeStore({ comparisons: [decided, dialogue] })));
  expect(rows.map((row) => typeof row.prompt)).toEqual(['string']);
});

test('ties and both-bad have a file of their own and stay apart', async () => {
  const file = await exportEven(fakeStore({ comparisons: all }));
  expect((await lines(file)).map(({ winner, reason }) => [winner, reason])).toEqual([
    ['tie', ''],
    ['tie (bothbad)', 'rude'],
  ]);
  expect(file.count).toBe(2);
});

test('the table of pairs comes back from a CSV reader', async () => {
  const rows = await table(await exportPairsCsv(fakeStore({ comparisons: all })));
  expect(rows).toEqual([
    {
      prompt: decided.prompt,
      chosen: decided.b.text,
      rejected: decided.a.text,
      reason: nasty,
      earlier_turns: '',
    },
    {
      prompt: formula.prompt,
      chosen: "'=1+1",
      rejected: "'- a list",
      reason: '',
      earlier_turns: '',
    },
  ]);
});

describe('personas', () => {
  const store = () =>
    fakeStore({
      comparisons: [decided],
      personas: [persona('p1', decided.id), persona('p2'), persona('p3', 'deleted', 'rejected')],
    });

  test('say what they were inferred from and by which model', async () => {
    const rows = await lines(await exportPersonas(store()));
    expect(rows).toMatchObject([
      { persona: expect.stringContaining('p1'), side: 'chosen', chosen: decided.b.text },
      { source: 'written', side: null, prompt: null, model: null },
      { side: 'rejected', prompt: null, model: 'dinghy', model_revision: 'abc123abc123' },
    ]);
  });

  test('have the same columns in the table', async () => {
    const [first, second] = await table(await exportPersonasCsv(store()));
    expect(first).toMatchObject({ side: 'chosen', prompt: decided.prompt, model: 'dinghy' });
    expect(second).toMatchObject({ side: '', created_at: '1970-01-01T00:00:02.000Z' });
  });
});

test('an empty space gives empty files', async () => {
  const store = fakeStore();
  expect(await (await exportPairs(store)).blob.text()).toBe('');
  expect(await table(await exportPairsCsv(store))).toEqual([]);
});

test.each([
  { cell: 'plain', line: 'plain' },
  { cell: 'a,b', line: '"a,b"' },
  { cell: 'a "b"', line: '"a ""b"""' },
  { cell: 'two\nlines', line: '"two\nlines"' },
  { cell: ' space ', line: '" space "' },
  { cell: '=HYPERLINK("x")', line: '"\'=HYPERLINK(""x"")"' },
  { cell: '+1', line: "'+1" },
  { cell: '-1', line: "'-1" },
  { cell: '@SUM(A1)', line: "'@SUM(A1)" },
  { cell: ' =1', line: "' =1" },
  { cell: '\t=1', line: "'\t=1" },
  { cell: '＝1', line: "'＝1" },
  { cell: 'a=1', line: 'a=1' },
  { cell: -5, line: '-5' },
  { cell: null, line: '' },
])('the cell $cell is written as $line', ({ cell, line }) => {
  expect(csvLine([cell, 'end'])).toBe(`${line},end\r\n`);
});

test('an export can be stopped', async () => {
  const stopped = exportPairs(fakeStore({ comparisons: all }), AbortSignal.abort());
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
});
