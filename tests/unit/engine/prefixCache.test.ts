import { expect, test } from 'vitest';
import { PrefixCache, type Holdable } from '../../../src/engine/prefixCache';

class Fake implements Holdable {
  holders = 1;
  answered = false;
  bytes = 100;
  constructor(
    readonly tokens: number,
    readonly croppable = true,
  ) {}
  room = 0;
  crop = (tokens: number, all: number) => Object.assign(new Fake(tokens), { room: all });
  hold = () => void this.holders++;
  release = () => void this.holders--;
}

/** `shared` tokens that all prompts of a test have in common, then `other` of its own. */
const ids = (shared: number, other = 0, value = -1) => [
  ...Array.from({ length: shared }, (_, i) => i),
  ...Array<number>(other).fill(value),
];

function kept(cache: PrefixCache<Fake>, tokens: readonly number[], changes: Partial<Fake> = {}) {
  const past = Object.assign(new Fake(tokens.length), changes);
  cache.put(tokens, past);
  past.release();
  return past;
}

test('the longest common beginning is given, cut where it can be', () => {
  const cache = new PrefixCache<Fake>(1000);
  kept(cache, ids(40, 5, -2));
  expect(cache.take(ids(40, 9))!.tokens).toBe(40);
  expect(cache.take(ids(20, 9))!.tokens).toBe(20);
  expect(cache.take(ids(3, 9))).toBeNull();
});

test('a cut belongs to the prompt that asked for it, with room for all of that', () => {
  const cache = new PrefixCache<Fake>(1000);
  kept(cache, ids(40, 5, -2));
  const second = cache.take(ids(40, 9, -3))!;
  const third = cache.take(ids(40, 19, -4))!;
  expect(third).not.toBe(second);
  expect([second, third].map(({ holders }) => holders)).toEqual([1, 1]);
  expect([second, third].map(({ room }) => room)).toEqual([49, 59]);
  expect(cache.bytes).toBe(100); // what they came from
});

test('a cut for a few tokens more is not worth its copy', () => {
  const cache = new PrefixCache<Fake>(1000);
  const whole = kept(cache, ids(30));
  kept(cache, ids(34, 9, -2));
  expect(cache.take(ids(34, 9, -3))).toBe(whole);
});

test('the same prompt is given whole where its scores are known, else without its last token', () => {
  const cache = new PrefixCache<Fake>(1000);
  kept(cache, ids(40));
  expect(cache.take(ids(40))!.tokens).toBe(39);
  const answered = kept(cache, ids(40), { answered: true });
  expect(cache.take(ids(40))).toBe(answered);
});

test('what cannot be cut is used whole, or not', () => {
  const cache = new PrefixCache<Fake>(1000);
  const past = kept(cache, ids(20), { croppable: false });
  expect(cache.take(ids(20, 9))).toBe(past);
  expect(past.holders).toBe(2);
  expect(cache.take(ids(19, 9))).toBeNull();
  expect(cache.take(ids(20))).toBeNull();
});

test('a later prompt tells where an earlier one should have been cut', () => {
  const cache = new PrefixCache<Fake>(1000);
  expect(cache.learn(ids(30, 5))).toBe(0);
  expect(cache.learn(ids(30, 5, -2))).toBe(30);
  expect(cache.learn(ids(30, 5, -2))).toBe(34);
});

test('the least recently used are forgotten beyond the budget, and let go', () => {
  const cache = new PrefixCache<Fake>(250);
  const [a, b] = [kept(cache, ids(0, 20, -5)), kept(cache, ids(0, 20, -6))];
  cache.take(ids(0, 21, -5))!.release(); // a is used again
  const c = kept(cache, ids(0, 20, -7));
  expect([a, b, c].map(({ holders }) => holders)).toEqual([1, 0, 1]);
  expect(cache.bytes).toBe(200);
  expect(cache.take(ids(0, 21, -6))).toBeNull();
  cache.clear();
  expect([a, b, c].map(({ holders }) => holders)).toEqual([0, 0, 0]);
  expect(cache.bytes).toBe(0);
});

test('what is larger than the budget is not kept, and pushes nothing out', () => {
  const cache = new PrefixCache<Fake>(250);
  const small = kept(cache, ids(0, 20, -5));
  const large = kept(cache, ids(0, 20, -6), { bytes: 300 });
  expect([small, large].map(({ holders }) => holders)).toEqual([1, 0]);
});

test('one that is in use outlives its place in the cache', () => {
  const cache = new PrefixCache<Fake>(150);
  kept(cache, ids(0, 20, -5));
  const used = cache.take(ids(0, 21, -5))!;
  kept(cache, ids(0, 20, -6)); // pushes it out
  expect(used.holders).toBe(1);
});

test('another version of a prompt gets only what is equal to the token', () => {
  const cache = new PrefixCache<Fake>(1000);
  const first = ids(60);
  kept(cache, first, { answered: true });
  const second = first.map((id, place) => (place === 25 ? 999 : id));
  expect(cache.take(second)!.tokens).toBe(25);
  expect(cache.take([999, ...first])).toBeNull();
});

test('of two for the same tokens the newer is kept', () => {
  const cache = new PrefixCache<Fake>(1000);
  const [old, fresh] = [kept(cache, ids(20)), kept(cache, ids(20))];
  expect([old, fresh].map(({ holders }) => holders)).toEqual([0, 1]);
});
