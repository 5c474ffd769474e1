import { describe, expect, test } from 'vitest';
import { scenes } from '../../src/storage/scenes';
import { readScene } from '../../src/storage/scenes/scene';

const words = (text: string) => text.split(/\s+/).length;

describe.each(scenes)('the scene $name', (scene) => {
  test('has contrasting pairs with reasons, and three comparisons to vote on', async () => {
    const { comparisons = [] } = await scene.load();
    const decided = comparisons.filter(({ choice }) => choice !== null);
    expect(comparisons.length).toBeGreaterThanOrEqual(8);
    expect(comparisons.length - decided.length).toBe(3);
    expect(decided.filter(({ reason }) => reason !== '').length).toBeGreaterThanOrEqual(3);
    expect(new Set(comparisons.map(({ fingerprint }) => fingerprint)).size).toBe(
      comparisons.length,
    );
    for (const { a, b } of comparisons) {
      for (const { text } of [a, b]) {
        expect(words(text)).toBeGreaterThanOrEqual(30);
        expect(words(text)).toBeLessThanOrEqual(80);
      }
    }
  });

  test('shows the preferred response on both sides', async () => {
    const { comparisons = [] } = await scene.load();
    expect(new Set(comparisons.map(({ choice }) => choice))).toContain('a');
    expect(new Set(comparisons.map(({ choice }) => choice))).toContain('b');
  });

  test('gives the same records each time', async () => {
    expect(await scene.load()).toEqual(await scene.load());
  });
});

const good = { prompt: 'Q', a: 'one', b: 'two' };
test.each([
  { name: 'no title', seed: { summary: 's', comparisons: [] }, message: /title/ },
  { name: 'an empty response', fields: { a: ' ' }, message: /comparison 1: prompt, a and b/ },
  { name: 'a misspelt field', fields: { choise: 'a' }, message: /unknown field choise/ },
  { name: 'an unknown choice', fields: { choice: 'c' }, message: /unknown choice/ },
  { name: 'one hand too few', fields: { tally: [1] }, message: /tally/ },
])('a scene file with $name is refused', ({ seed, fields, message }) => {
  const file = seed ?? { title: 't', summary: 's', comparisons: [{ ...good, ...fields }] };
  expect(() => readScene(file)).toThrow(message);
});
