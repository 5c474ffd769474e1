import { beforeEach, describe, expect, test } from 'vitest';
import { deleteDatabase, memorySpaces, openSpaces } from '../../src/storage/openSpaces';
import { scenes } from '../../src/storage/scenes';
import type { Spaces } from '../../src/storage/spaces';
import { comparison, persona } from '../storageSamples';

const all = { state: 'all', offset: 0, limit: 50 } as const;

async function fresh(): Promise<Spaces> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  for (const name of names) if (name.startsWith('whose-boat')) await deleteDatabase(name);
  return openSpaces();
}

describe.each([
  { kind: 'kept in the browser', open: fresh },
  { kind: 'in memory', open: memorySpaces },
])('spaces $kind', ({ open }) => {
  let spaces: Spaces;
  beforeEach(async () => {
    spaces = await open();
    return () => spaces.close();
  });

  test('the first start makes a personal space and the scenes', async () => {
    expect((await spaces.list()).map(({ id, kind }) => [id, kind])).toEqual([
      ['personal', 'personal'],
      ...scenes.map(({ id }) => [id, 'scene']),
    ]);
    const personal = await spaces.open('personal');
    expect((await personal.countComparisons()).all).toBe(0);
    personal.close();
  });

  test.each(scenes)(
    'the scene $name is filled when it is opened, reset by one call, and Undo gives back what was there',
    async ({ id }) => {
      const store = await spaces.open(id);
      const before = await store.listComparisons(all);
      expect(before.total).toBeGreaterThanOrEqual(8);
      await store.deleteComparisons(before.rows.slice(0, 4).map((row) => row.id));
      await store.saveComparison(comparison(1));
      await store.savePersona(persona('p'));
      const mine = await store.listComparisons(all);
      const backup = await spaces.resetScene(id);
      expect(await store.listComparisons(all)).toEqual(before);
      expect(await store.listPersonas()).toEqual([]);
      await store.saveComparison(comparison(2));
      await spaces.unresetScene(id, backup);
      expect(await store.listComparisons(all)).toEqual(mine);
      expect(await store.listPersonas()).toHaveLength(1);
      store.close();
    },
  );

  test('a scene that was emptied stays empty when it is opened again', async () => {
    const [scene] = scenes;
    const store = await spaces.open(scene!.id);
    const { rows } = await store.listComparisons(all);
    await store.deleteComparisons(rows.map(({ id }) => id));
    store.close();
    const again = await spaces.open(scene!.id);
    expect((await again.countComparisons()).all).toBe(0);
    again.close();
  });

  test('rehearsing in a scene never touches the personal space', async () => {
    const mine = await spaces.open('personal');
    await mine.saveComparison(comparison(1));
    const scene = await spaces.open(scenes[0]!.id);
    await scene.saveComparison(comparison(2));
    await spaces.resetScene(scenes[0]!.id);
    expect((await mine.listComparisons(all)).rows.map(({ id }) => id)).toEqual(['c00001']);
    mine.close();
    scene.close();
  });

  test('the personal space and own spaces can never be reset, shipped ones never deleted', async () => {
    const own = await spaces.create('Mine');
    for (const id of ['personal', own.id, 'nobody']) {
      await expect(spaces.resetScene(id)).rejects.toMatchObject({
        userMessage: expect.stringContaining('Nothing was changed'),
      });
    }
    await expect(spaces.delete('personal')).rejects.toThrow();
    await expect(spaces.delete(scenes[0]!.id)).rejects.toThrow();
    expect(await spaces.list()).toHaveLength(5);
  });

  test('a deleted space comes back by Undo, with everything in it', async () => {
    const space = await spaces.create('  Class 7b ');
    expect(space.name).toBe('Class 7b');
    await spaces.rename(space.id, '');
    const store = await spaces.open(space.id);
    await store.saveComparison(comparison(1, { choice: 'a' }));
    store.close();
    const deleted = await spaces.delete(space.id);
    expect(await spaces.list()).toHaveLength(4);
    await expect(spaces.open(space.id)).rejects.toThrow();
    await spaces.undelete(deleted);
    expect((await spaces.list()).at(-1)).toEqual({ ...space, name: 'New space' });
    const back = await spaces.open(space.id);
    expect(await back.getComparison('c00001')).toEqual(comparison(1, { choice: 'a' }));
    back.close();
  });

  test('settings of the app are kept', async () => {
    expect(await spaces.getSetting('space', 'personal')).toBe('personal');
    await spaces.setSetting('space', 'mine');
    expect(await spaces.getSetting('space', 'personal')).toBe('mine');
  });
});
