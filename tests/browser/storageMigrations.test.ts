import { openDB, type IDBPDatabase } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { fingerprintOf, newId } from '../../src/domain/comparison';
import { databaseName } from '../../src/storage/connection';
import { openDatabase } from '../../src/storage/openDatabase';
import { openSpace } from '../../src/storage/openSpace';
import { migrations, type SpaceSchema } from '../../src/storage/spaceSchema';
import type { SpaceStore } from '../../src/storage/spaceStore';
import old from '../fixtures/db-v1/records.json';
import { comparison } from '../storageSamples';

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));
const keep = <Store extends { close(): void }>(store: Store) => {
  open.push(store);
  return store;
};

/** A space as version 1 of the app left it. */
async function spaceOfVersion1(): Promise<string> {
  const id = newId();
  const db = await openDatabase<SpaceSchema>(databaseName(id), migrations.slice(0, 1), () => {});
  const untyped = db as unknown as IDBPDatabase;
  for (const [table, rows] of Object.entries(old)) {
    for (const row of rows) await untyped.put(table, row);
  }
  db.close();
  return id;
}

test('the fixture is of the old shape', () => {
  for (const row of old.comparisons) {
    expect(row).not.toHaveProperty('fingerprint');
    expect(row).not.toHaveProperty('history');
  }
});

test('a space of version 1 opens with everything in it, and what was missing is filled in', async () => {
  const store = keep(await openSpace(await spaceOfVersion1()));
  const [first] = old.comparisons;
  expect(await store.getComparison('old-1')).toEqual({
    ...first,
    history: [],
    tally: null,
    datasetId: null,
    fingerprint: fingerprintOf(first!.prompt, [], first!.a.text, first!.b.text),
  });
  expect(await store.countComparisons()).toEqual({
    all: 3,
    queue: 1,
    pairs: 1,
    ties: 0,
    bothBad: 1,
  });
  expect(await store.nextInQueue()).toMatchObject({ id: 'old-3' });
  expect(await store.listPersonas()).toEqual(old.personas);
  expect(await store.getInference('old-1', 'chosen', 'dinghy')).toEqual(old.inferences[0]);
  expect(await store.getSetting('threshold', 0)).toBe(0.1);
});

test('rows of version 1 are found as duplicates and by all new lists', async () => {
  const store = keep(await openSpace(await spaceOfVersion1()));
  const { prompt, a, b } = (await store.getComparison('old-1'))!;
  const again = comparison(1, { prompt, a: b, b: a });
  expect(await store.importComparisons([again])).toEqual({ kept: 0, duplicates: 1 });
  const page = await store.listComparisons({ state: 'all', datasetId: null, offset: 0, limit: 9 });
  expect(page.rows.map(({ id }) => id)).toEqual(['old-3', 'old-2', 'old-1']);
  const deleted = await store.deleteComparisons(['old-1']);
  expect([deleted.personas.length, deleted.inferences.length]).toEqual([1, 1]);
});

test('an upgrade that fails leaves the old data as they were', async () => {
  const id = await spaceOfVersion1();
  const broken = [...migrations.slice(0, 1), () => Promise.reject(new Error('broken step'))];
  await expect(openDatabase(databaseName(id), broken, () => {})).rejects.toThrow();
  const store = keep(await openSpace(id));
  expect((await store.countComparisons()).all).toBe(3);
});

test('an older page lets a newer one upgrade, and says so', async () => {
  const id = newId();
  const store = keep(await openSpace(id));
  const said: string[] = [];
  store.onclose(({ userMessage }) => said.push(userMessage));
  keep(await openDB(databaseName(id), migrations.length + 1));
  expect(said).toEqual([expect.stringContaining('newer version')]);
  await expect(store.listPersonas()).rejects.toMatchObject({ code: 'storage-blocked' });
  await expect(store.setSetting('x', 1)).rejects.toMatchObject({ code: 'storage-blocked' });
});

test('data of a newer version are refused with a sentence, and not touched', async () => {
  const id = newId();
  const newer = await openDB(databaseName(id), migrations.length + 1);
  newer.close();
  await expect(openSpace(id)).rejects.toMatchObject({
    code: 'storage-blocked',
    userMessage: expect.stringContaining('Nothing is lost'),
  });
});

test('a tab that does not let go is named after a few seconds', async () => {
  const id = newId();
  const stubborn = keep(await openDB(databaseName(id), 1)); // never closes on `versionchange`
  stubborn.onversionchange = () => {};
  const opening = openSpace(id);
  await expect(opening).rejects.toMatchObject({
    code: 'storage-blocked',
    userMessage: expect.stringContaining('Close the other tabs'),
  });
});

test('a browser that keeps nothing is named', async () => {
  vi.stubGlobal('indexedDB', undefined);
  const opening: Promise<SpaceStore> = openSpace(newId());
  await expect(opening.finally(() => vi.unstubAllGlobals())).rejects.toMatchObject({
    code: 'storage-unavailable',
    userMessage: expect.stringContaining('does not let the page keep anything'),
  });
});

test.each(['SecurityError', 'InvalidStateError', 'UnknownError'])(
  'a private window that answers with %s is named',
  async (name) => {
    const refuse = () => {
      throw new DOMException('no', name);
    };
    const spy = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(refuse);
    const opening = openSpace(newId());
    await expect(opening).rejects.toMatchObject({ code: 'storage-unavailable' });
    spy.mockRestore();
  },
);
