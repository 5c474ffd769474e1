import { expect, test } from 'vitest';
import { seedOf } from '../../src/domain/random';
import { amongLines, anotherTry, tailorOptions } from '../../src/tasks/options';

test('lines are drawn by what is asked: the same for the same, other ones for others', () => {
  const drawn = amongLines(tailorOptions, 'How do I brew tea?', ['warm']);
  expect(drawn).toMatchObject({ temperature: 0.4, topP: 0.9, maxNewTokens: 320 });
  expect(amongLines(tailorOptions, 'How do I brew tea?', ['warm'])).toEqual(drawn);
  expect(amongLines(tailorOptions, 'How do I brew tea?', ['formal']).seed).not.toBe(drawn.seed);
});

test('options that hold chance already keep their own seed, and no more chance than lines bear', () => {
  const again = anotherTry(tailorOptions, 77);
  const drawn = amongLines(again, 'How do I brew tea?', []);
  expect(drawn).toMatchObject({ temperature: 0.4, topP: 0.9, seed: 77 });
});

test('a seed of a text is a whole number in [0, 2^31), of any text', () => {
  for (const text of ['', 'tea', 'ありがとう', 'x'.repeat(50_000)]) {
    const seed = seedOf(text);
    expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
  }
});
