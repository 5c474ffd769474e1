import { afterEach, expect, test, vi } from 'vitest';
import { newId } from '../../src/domain/comparison';
import { eraseEverything } from '../../src/storage/erase';
import { openSpace } from '../../src/storage/openSpace';
import { openSpaces } from '../../src/storage/openSpaces';
import { comparison, persona } from '../storageSamples';

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));
const tab = async (id: string) => {
  const store = await openSpace(id);
  open.push(store);
  return store;
};

test('another tab hears of a change, this one does not, and a burst is told once', async () => {
  const id = newId();
  const [mine, other, elsewhere] = [await tab(id), await tab(id), await tab(newId())];
  const heard = { mine: vi.fn(), other: vi.fn(), elsewhere: vi.fn() };
  mine.onchange(heard.mine);
  const stop = other.onchange(heard.other);
  elsewhere.onchange(heard.elsewhere);

  for (let n = 0; n < 5; n++) await mine.saveComparison(comparison(n));
  await vi.waitFor(() => expect(heard.other).toHaveBeenCalled());
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(heard.other).toHaveBeenCalledTimes(1);
  expect(heard.mine).not.toHaveBeenCalled();
  expect(heard.elsewhere).not.toHaveBeenCalled();
  expect((await other.countComparisons()).all).toBe(5);

  stop();
  await mine.savePersona(persona('p'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(heard.other).toHaveBeenCalledTimes(1);
});

test('two tabs that import the same rows at one time keep each row once', async () => {
  const id = newId();
  const [left, right] = [await tab(id), await tab(id)];
  const rows = Array.from({ length: 200 }, (_, n) => comparison(n));
  const twins = rows.map((row) => ({ ...row, id: `twin-${row.id}` }));
  const results = await Promise.all([left.importComparisons(rows), right.importComparisons(twins)]);
  expect(results.map(({ kept }) => kept).sort()).toEqual([0, 200]);
  expect((await left.countComparisons()).all).toBe(200);
});

test('a space deleted in another tab closes here with a sentence', async () => {
  const spaces = await openSpaces();
  open.push(spaces);
  const { id } = await spaces.create('Soon gone');
  const store = await tab(id);
  const said = vi.fn();
  store.onclose(said);
  await spaces.delete(id);
  expect(said).toHaveBeenCalledTimes(1);
  await expect(store.listPersonas()).rejects.toMatchObject({
    code: 'storage-blocked',
    userMessage: expect.stringContaining('was deleted'),
  });
});

test('erasing erases everything of ours, says what, and leaves others alone', async () => {
  const spaces = await openSpaces();
  const { id } = await spaces.create('Mine');
  const store = await tab(id);
  await store.importComparisons([comparison(1), comparison(2)]);
  await store.savePersona(persona('p'));
  localStorage.setItem('whose-boat-stage', 'on');
  localStorage.setItem('other-app', 'stays');
  await (await caches.open('whose-boat:/:1')).put('/model.onnx', new Response('weights'));
  await caches.open('other-cache');

  const receipt = await eraseEverything();
  expect(receipt).toMatchObject({
    records: expect.objectContaining({ comparisons: expect.any(Number), personas: 1 }),
    databases: expect.arrayContaining(['whose-boat', `whose-boat-space-${id}`]),
    caches: { names: ['whose-boat:/:1'], files: 1 },
    keys: ['whose-boat-stage'],
    problems: [],
  });
  expect(receipt.records.comparisons).toBeGreaterThanOrEqual(2);
  const left = (await indexedDB.databases()).map(({ name }) => name);
  expect(left.filter((name) => name?.startsWith('whose-boat'))).toEqual([]);
  expect(await caches.keys()).toEqual(['other-cache']);
  expect(localStorage.getItem('other-app')).toBe('stays');
  await caches.delete('other-cache');
  localStorage.clear();

  const again = await openSpaces();
  open.push(again);
  expect((await again.list()).map((space) => space.id)).not.toContain(id);
});

test('everything erased in another tab is told here, and said by what was open', async () => {
  const spaces = await openSpaces();
  open.push(spaces);
  const told = vi.fn();
  spaces.onerased(told);
  await eraseEverything();
  expect(told).toHaveBeenCalledTimes(1);
  await expect(spaces.list()).rejects.toMatchObject({
    code: 'storage-blocked',
    userMessage: expect.stringContaining('erased in another tab'),
  });
});
