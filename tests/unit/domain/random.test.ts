import { expect, test } from 'vitest';
import { newSeed, pick, seededRandom, shuffle } from '../../../src/domain/random';

const draw = (seed: number, n = 1000) => {
  const random = seededRandom(seed);
  return Array.from({ length: n }, random);
};

test('the same seed draws the same numbers, another seed others', () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('numbers lie in [0, 1) and spread evenly', () => {
  const numbers = draw(1, 20_000);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const tenths = Array.from({ length: 10 }, (_, i) =>
    numbers.filter((x) => Math.floor(x * 10) === i),
  );
  for (const { length } of tenths) expect(Math.abs(length - 2000)).toBeLessThan(200);
});

test('a shuffle keeps every item, and each comes first about equally often', () => {
  const random = seededRandom(3);
  const firsts = { a: 0, b: 0, c: 0 };
  for (let i = 0; i < 3000; i++) {
    const mixed = shuffle(['a', 'b', 'c'] as const, random);
    expect([...mixed].sort()).toEqual(['a', 'b', 'c']);
    firsts[mixed[0]!]++;
  }
  for (const count of Object.values(firsts)) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

test('picking from nothing gives null', () => {
  expect(pick([], seededRandom(1))).toBeNull();
  expect(['a', 'b']).toContain(pick(['a', 'b'], seededRandom(1)));
});

test('fresh seeds differ', () => {
  expect(newSeed()).not.toBe(newSeed());
});
