import { describe, expect, test } from 'vitest';
import {
  decide,
  decideByTally,
  fingerprintOf,
  newId,
  pairOf,
  stateOf,
  undecide,
} from '../../src/domain/comparison';
import { comparison } from '../storageSamples';

const undecided = comparison(1, { reason: 'old' });
const [left, right] = [undecided.a.text, undecided.b.text];

test.each([
  { choice: 'a', state: 'pair', pair: [left, right] },
  { choice: 'b', state: 'pair', pair: [right, left] },
  { choice: 'tie', state: 'tie', pair: null },
  { choice: 'both-bad', state: 'both-bad', pair: null },
] as const)('a vote for $choice is a $state', ({ choice, state, pair }) => {
  const decided = decide(undecided, choice, 'why', 99);
  const { chosen, rejected } = pairOf(decided) ?? {};
  expect(stateOf(decided)).toBe(state);
  expect(pair === null ? pairOf(decided) : [chosen, rejected]).toEqual(pair);
  expect(decided).toMatchObject({ reason: 'why', decidedAt: 99, tally: null });
  expect(undecide(decided)).toEqual({ ...undecided, reason: 'why' });
});

test('a waiting comparison is no pair', () => {
  expect([stateOf(undecided), pairOf(undecided)]).toEqual(['queue', null]);
});

test.each([
  { tally: { a: 31, b: 9 }, choice: 'a' },
  { tally: { a: 0, b: 1 }, choice: 'b' },
  { tally: { a: 5, b: 5 }, choice: 'tie' },
])('hands $tally choose $choice', ({ tally, choice }) => {
  expect(decideByTally(undecided, tally, '', 9)).toMatchObject({ tally, choice, decidedAt: 9 });
});

test.each([
  { a: 0, b: 0 },
  { a: -1, b: 3 },
  { a: 1.5, b: 3 },
  { a: NaN, b: 3 },
])('$a to $b is not a tally', (tally) => {
  expect(() => decideByTally(undecided, tally, '')).toThrow(RangeError);
});

describe('a fingerprint', () => {
  const turn = { role: 'user', content: 'Hi' } as const;
  const same = fingerprintOf('Q', [turn], 'one', 'two');

  test('does not depend on sides, line ends and outer white space', () => {
    expect(fingerprintOf(' Q\n', [turn], 'two', 'one ')).toBe(same);
    expect(fingerprintOf('Q', [], 'x\r\ny', 'z')).toBe(fingerprintOf('Q', [], 'x\ny', 'z'));
  });

  test.each([
    { name: 'another prompt', other: fingerprintOf('Q!', [turn], 'one', 'two') },
    { name: 'another response', other: fingerprintOf('Q', [turn], 'one', 'three') },
    { name: 'no earlier turn', other: fingerprintOf('Q', [], 'one', 'two') },
    {
      name: 'the turn of another speaker',
      other: fingerprintOf('Q', [{ ...turn, role: 'assistant' }], 'one', 'two'),
    },
    { name: 'prompt and response traded', other: fingerprintOf('one', [turn], 'Q', 'two') },
  ])('tells $name apart', ({ other }) => {
    expect(other).not.toBe(same);
  });

  test('does not collide on 200,000 near twins', () => {
    const prints = new Set<string>();
    for (let n = 0; n < 200_000; n++) prints.add(fingerprintOf(`Question ${n}`, [], 'yes', 'no'));
    expect(prints.size).toBe(200_000);
  });
});

test('ids made in one go differ and sort in the order they were made', () => {
  const ids = Array.from({ length: 100_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
