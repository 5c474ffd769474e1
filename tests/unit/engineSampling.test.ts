import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/random';
import { largest, logSumExp, pickToken, topOdds } from '../../src/engine/sampling';

const plain = { temperature: 1, topK: 0, topP: 1, repetitionPenalty: 1 };
const logits = Float32Array.from([1, 3, 2, -1, 0]);

/** How often each token comes in 4,000 draws, as shares. */
function shares(
  options: Partial<typeof plain>,
  state: { suppressed?: number[]; produced?: number[] } = {},
) {
  const random = seededRandom(1);
  const counts = logits.map(() => 0);
  for (let i = 0; i < 4000; i++) {
    const id = pickToken(
      logits,
      { ...plain, ...options },
      {
        produced: state.produced ?? [],
        suppressed: new Set(state.suppressed),
        random,
      },
    );
    counts[id]!++;
  }
  return [...counts].map((count) => count / 4000);
}

function softmax(values: number[]) {
  const total = logSumExp(values);
  return values.map((value) => Math.exp(value - total));
}

const none = -Infinity;
test.each([
  { name: 'plain sampling follows the softmax', options: {}, expected: [1, 3, 2, -1, 0] },
  {
    name: 'temperature 0 takes the best',
    options: { temperature: 0 },
    expected: [none, 0, none, none, none],
  },
  { name: 'a low temperature sharpens', options: { temperature: 0.5 }, expected: [2, 6, 4, -2, 0] },
  { name: 'top k keeps k', options: { topK: 2 }, expected: [none, 3, 2, none, none] },
  { name: 'top k 1 is greedy', options: { topK: 1 }, expected: [none, 0, none, none, none] },
  { name: 'a large top k keeps all', options: { topK: 300 }, expected: [1, 3, 2, -1, 0] },
  {
    name: 'top p keeps the best that reach it',
    options: { topP: 0.8 },
    expected: [none, 3, 2, none, none],
  },
  {
    name: 'a tiny top p keeps one',
    options: { topP: 0.01 },
    expected: [none, 0, none, none, none],
  },
  {
    name: 'repetition penalty weakens what was produced, also below zero',
    options: { repetitionPenalty: 2 },
    state: { produced: [1, 3, 1] },
    expected: [1, 1.5, 2, -2, 0],
  },
  {
    name: 'suppressed tokens never come',
    options: {},
    state: { suppressed: [1, 2] },
    expected: [1, none, none, -1, 0],
  },
  {
    name: 'suppression holds when greedy',
    options: { temperature: 0 },
    state: { suppressed: [1] },
    expected: [none, none, 0, none, none],
  },
])('$name', ({ options, expected, ...rest }) => {
  const wanted = softmax(expected);
  shares(options, 'state' in rest ? rest.state : {}).forEach((share, id) =>
    expect(Math.abs(share - wanted[id]!)).toBeLessThan(0.03),
  );
});

describe('odds', () => {
  test('are log-probabilities, best first', () => {
    const odds = topOdds(logits, 3);
    expect(odds.map(({ tokenId }) => tokenId)).toEqual([1, 2, 0]);
    const all = softmax([...logits]);
    odds.forEach(({ tokenId, logProb }) => expect(Math.exp(logProb)).toBeCloseTo(all[tokenId]!, 6));
  });
  test.each([
    { count: 0, ids: [] },
    { count: 2, ids: [1, 2] },
    { count: 99, ids: [1, 2, 0, 4, 3] },
  ])('the largest $count', ({ count, ids }) => expect(largest(logits, count)).toEqual(ids));
  test('equal scores keep the order of ids', () =>
    expect(largest([5, 5, 7, 5], 3)).toEqual([2, 0, 1]));
  test('huge scores do not overflow', () =>
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000.693, 3));
});

test('the generator is seeded and fair', () => {
  const [a, b] = [seededRandom(5), seededRandom(5)];
  const draws = Array.from({ length: 10000 }, a);
  expect(draws.slice(0, 5)).toEqual(Array.from({ length: 5 }, b));
  expect(draws.reduce((sum, draw) => sum + draw) / draws.length).toBeCloseTo(0.5, 1);
  expect(Math.max(...draws)).toBeLessThan(1);
});

test('the logits are left as they were', () => {
  const before = [...logits];
  pickToken(
    logits,
    { ...plain, repetitionPenalty: 2 },
    {
      produced: [1],
      suppressed: new Set([0]),
      random: seededRandom(1),
    },
  );
  expect([...logits]).toEqual(before);
});
