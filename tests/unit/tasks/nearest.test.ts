import { describe, expect, test } from 'vitest';
import { fromOtherBoat, nearestPairs } from '../../../src/tasks/persona-tailoring/nearest';
import { pair } from './smallKnowledge';

const pairs = [
  'How do I bake bread?',
  'How do I make good tea?',
  'Which tea is best for the evening?',
  'How do I fix a bicycle?',
].map((prompt, index) => pair({ id: `${index}`, prompt }));
const ids = (prompt: string, n = 3) => nearestPairs(prompt, pairs, n).map(({ id }) => id);

describe('nearestPairs', () => {
  test.each([
    ['evening tea', ['2', '1']],
    ['my bicycle squeaks', ['3']],
    ['Bread!', ['0']],
    ['quantum physics', []],
    ['', []],
    ['😀', []],
  ])('of "%s"', (prompt, expected) => {
    expect(ids(prompt)).toEqual(expected);
  });

  test('gives at most n, and rare words count more than common ones', () => {
    expect(ids('how do I fix tea', 1)).toEqual(['3']);
    expect(nearestPairs('tea', [], 3)).toEqual([]);
  });

  test('ten thousand pairs take well under a second', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => pair({ prompt: `tea ${i} `.repeat(20) }));
    const started = performance.now();
    expect(nearestPairs('tea 77', many, 3)).toHaveLength(3);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

test('the other boat sees the responses swapped and no reason', () => {
  const seen = fromOtherBoat(pair({ chosen: 'a', rejected: 'b', reason: 'because' }));
  expect(seen).toMatchObject({ chosen: 'b', rejected: 'a', reason: '' });
});
