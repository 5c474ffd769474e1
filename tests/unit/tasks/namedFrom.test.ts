import { expect, test } from 'vitest';
import { namedFrom } from '../../../src/tasks/persona-inference/weighPair';

const limits = { name: 0.5, together: () => 0.7, least: 0.4 };
const odds = (...list: number[]) => list.map((p, i) => ({ pole: `p${i}`, odds: p }));

test.each([
  ['nothing where the best is not sure enough', [0.49, 0.48], 0],
  ['the best alone, however low the mean', [0.5], 1],
  ['a further one that the best makes up for', [0.95, 0.5], 2],
  ['none that would drag the sentence down', [0.6, 0.6], 1],
  ['none that is improbable by itself', [0.99, 0.99, 0.39], 2],
  ['three at most', [0.99, 0.99, 0.99, 0.99], 3],
  ['none after one that was left out', [0.75, 0.41, 0.41], 1],
])('names %s', (_, list, count) => {
  expect(namedFrom(odds(...list), limits)).toEqual(['p0', 'p1', 'p2'].slice(0, count));
});

test('one that a lower mean is enough for is named after one that was left out', () => {
  const together = (pole: string) => (pole === 'p2' ? 0.5 : 0.7);
  expect(namedFrom(odds(0.75, 0.41, 0.41), { ...limits, together })).toEqual(['p0', 'p2']);
  expect(namedFrom(odds(0.49, 0.41, 0.41), { ...limits, together })).toEqual([]);
});
