import { expect, test } from 'vitest';
import { accuracy, deltaPQ, mergeOrders, wilson, winRate } from '../../../src/domain/stats';
import type { Verdict } from '../../../src/domain/stats';

test.each<[Verdict[], number | null]>([
  [['B', 'B', 'A', 'tie'], 2 / 3],
  [['A'], 0],
  [['tie', 'tie'], null],
  [[], null],
])('win rate of %j is %s', (verdicts, rate) => {
  expect(winRate(verdicts)).toBe(rate);
});

test.each<[Verdict, Verdict, Verdict]>([
  ['A', 'B', 'A'],
  ['B', 'A', 'B'],
  ['A', 'A', 'tie'],
  ['B', 'B', 'tie'],
  ['tie', 'A', 'tie'],
  ['tie', 'tie', 'tie'],
])('%s, and %s with places swapped, is %s', (original, swapped, merged) => {
  expect(mergeOrders(original, swapped)).toBe(merged);
});

test.each([
  [1, 1, 1],
  [0.5, 0.5, 0],
  [0, 0, -1],
  [0.721, 0.647, 0.368],
  [null, 0.5, null],
])('win rates %s and %s make a gain of %s', (personalization, quality, gain) => {
  const value = deltaPQ(personalization, quality);
  if (gain === null) expect(value).toBeNull();
  else expect(value).toBeCloseTo(gain, 6);
});

// Reference values: R, prop.test(x, n, correct = FALSE)$conf.int
test.each([
  [8, 10, 0.4901625, 0.9433178],
  [0, 10, 0, 0.2775328],
  [10, 10, 0.7224672, 1],
  [50, 100, 0.4038315, 0.5961685],
])('the interval of %s in %s is %s to %s', (correct, n, low, high) => {
  expect(wilson(correct, n)).toEqual([expect.closeTo(low, 4), expect.closeTo(high, 4)]);
});

test('nothing has no accuracy', () => {
  expect(accuracy(0, 0)).toEqual({ n: 0, correct: 0, accuracy: null, interval: null });
});
