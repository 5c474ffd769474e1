import { describe, expect, test } from 'vitest';
import type { Provenance } from '../../src/domain/types';
import { backupSpace, readBackup, restoreSpace } from '../../src/storage/backup';
import { readRecord } from '../../src/storage/recordShapes';
import { noRecords, type Records } from '../../src/storage/records';
import { recordKinds } from '../../src/storage/rules';
import type { SpaceStore } from '../../src/storage/spaceStore';
import { fakeStore } from '../fakeStore';
import { comparison, inference, judgement, made, persona, response } from '../storageSamples';

/** Every field, also those that older records lack. */
const withAllStats: Provenance = {
  ...made,
  stats: {
    ...{ promptTokens: 9, cachedTokens: 1, newTokens: 5, prefillMs: 2, decodeMs: 3 },
    ...{ stopReason: 'end-of-sequence', memoryBytes: 4e6, dropped: 'Two notes were left out.' },
  },
};

const full: Records = {
  comparisons: [
    comparison(1, { choice: 'a', reason: '"}],\n\u2028 <b>' }),
    comparison(2, { history: [{ role: 'user', content: 'Hi' }] }),
    comparison(3, {
      choice: 'b',
      tally: { a: 1, b: 2 },
      datasetId: 'd',
      decidedAt: 7,
      a: { text: 'x', origin: { kind: 'file', datasetId: 'd', row: 3 } },
      b: { text: 'y', origin: { kind: 'model', methodId: 'none', persona: null, made } },
    }),
  ],
  datasets: [
    {
      id: 'd',
      name: 'a.csv',
      formatId: 'csv',
      counts: { kept: 1, refused: 0, duplicates: 2 },
      sizeBytes: 10,
      importedAt: 5,
    },
  ],
  personas: [persona('p1', 'c00001'), persona('p2')],
  inferences: [
    {
      ...inference('c00001', 'chosen', 'p1'),
      rivals: [{ pole: 'short', odds: 0.25 }],
      made: withAllStats,
    },
    inference('c00001', 'rejected', null),
  ],
  judgements: [judgement('p1', 'c00001')],
  responses: [response('r1', 3)],
  runs: [
    {
      id: 'run',
      kind: 'check',
      status: 'stopped',
      modelId: 'dinghy',
      pairIds: ['c00001'],
      done: 0,
      total: 2,
      seed: 1,
      startedAt: 5,
      finishedAt: null,
    },
  ],
  settings: [{ key: 'threshold', value: 0.1 }],
};

async function contents(store: SpaceStore): Promise<Records> {
  const records = noRecords();
  for (const kind of recordKinds) {
    for await (const batch of store.readAll(kind)) Object.assign(records, { [kind]: batch });
  }
  return records;
}
const backedUp = () => backupSpace(fakeStore(full), { name: 'My "space"' });
const damaged = async (change: (text: string) => string) =>
  readBackup(new Blob([change(await (await backedUp()).text())]));

test('a backup is one JSON file that says what it is', async () => {
  const file = JSON.parse(await (await backedUp()).text());
  expect(file).toMatchObject({ type: 'whose-boat-space', version: 1, source: 'Whose Boat' });
  expect(Date.parse(file.exportedAt)).toBeGreaterThan(0);
  expect(file.records).toHaveLength(12);
});

test('everything comes back, once, however often it is restored', async () => {
  const store = fakeStore();
  const backup = await readBackup(await backedUp());
  expect(backup).toMatchObject({ name: 'My "space"', issues: [] });
  expect(await restoreSpace(store, backup)).toEqual({ kept: 12, already: 0, issues: [] });
  expect(await contents(store)).toEqual(full);
  expect(await restoreSpace(store, backup)).toEqual({ kept: 0, already: 12, issues: [] });
  expect(await contents(store)).toEqual(full);
});

test('an empty space can be backed up and restored', async () => {
  const backup = await readBackup(await backupSpace(fakeStore(), { name: 'Empty' }));
  expect(backup).toMatchObject({ records: noRecords(), issues: [] });
});

test('what is there wins over the backup', async () => {
  const mine = { ...full.comparisons[0]!, reason: 'changed since' };
  const store = fakeStore({ comparisons: [mine] });
  expect(await restoreSpace(store, await readBackup(await backedUp()))).toMatchObject({ kept: 11 });
  expect((await store.getComparison(mine.id))?.reason).toBe('changed since');
});

test('a file formatted anew is read as well', async () => {
  const backup = await damaged((text) => JSON.stringify(JSON.parse(text), null, 2));
  expect(backup).toMatchObject({ name: 'My "space"', records: full, issues: [] });
});

test('Windows line ends are read as well', async () => {
  const backup = await damaged((text) => text.replaceAll('\n', '\r\n'));
  expect(backup).toMatchObject({ records: full, issues: [] });
});

test.each([
  { name: 'a broken line', from: '{"kind":"personas"', to: '{"kind:', row: 5, message: /damaged/ },
  {
    name: 'an unknown kind',
    from: '"kind":"runs"',
    to: '"kind":"boats"',
    row: 11,
    message: /unknown kind: boats/,
  },
  {
    name: 'a missing text',
    from: '"prompt":"Question 1?"',
    to: '"x":1',
    row: 2,
    message: /prompt: must be text/,
  },
  {
    name: 'a nested field',
    from: '{"text":"x"',
    to: '{"text":7',
    row: 4,
    message: /a: text: must be text/,
  },
  {
    name: 'a record that is text',
    from: '"record":{"key"',
    to: '"record":7,"x":{"key"',
    row: 12,
    message: /object/,
  },
])('$name loses one record, with its number', async ({ from, to, row, message }) => {
  const { issues, records } = await damaged((text) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  });
  expect(issues).toEqual([{ row, message: expect.stringMatching(message) }]);
  expect(recordKinds.reduce((sum, kind) => sum + records[kind].length, 0)).toBe(11);
});

test('a file cut off in the middle gives what it has, and says so', async () => {
  const { issues, records } = await damaged((text) =>
    text.slice(0, text.indexOf('"kind":"personas"') + 30),
  );
  expect(records.comparisons).toHaveLength(3);
  expect(issues.map(({ message }) => message)).toEqual([
    expect.stringContaining('damaged'),
    expect.stringContaining('ends too early'),
  ]);
});

test.each([
  { name: 'nothing', text: '' },
  { name: 'other JSON', text: '{"type":"recipe","version":1}' },
  { name: 'binary', text: '\u0000\u0001\u0002' },
  { name: 'a newer version', text: '{"type":"whose-boat-space","version":99,"records":[\n]}' },
])('$name is refused with a sentence', async ({ text }) => {
  await expect(readBackup(new Blob([text]))).rejects.toMatchObject({
    code: 'unreadable-file',
    userMessage: expect.stringMatching(/backup/),
  });
});

describe('a record of unknown origin', () => {
  test.each(recordKinds)('%s: no field of the type is lost', (kind) => {
    for (const record of full[kind]) expect(readRecord(kind, record)).toEqual(record);
  });

  test('is repaired where that is safe, and unknown fields are dropped', () => {
    const old = {
      id: 'x',
      prompt: 'Q',
      a: { text: 'one' },
      b: { text: 'two' },
      choice: 'maybe',
      evil: 1,
    };
    expect(readRecord('comparisons', old)).toEqual(
      comparison(0, {
        id: 'x',
        prompt: 'Q',
        a: { text: 'one', origin: { kind: 'written' } },
        b: { text: 'two', origin: { kind: 'written' } },
        createdAt: 0,
      }),
    );
  });

  test.each([null, 7, 'text', [], {}, { id: '' }, { id: 5 }])('%j is refused', (value) => {
    for (const kind of recordKinds) {
      if (kind === 'settings' || kind === 'datasets') continue;
      expect(() => readRecord(kind, value)).toThrow();
    }
  });
});
