import { describe, expect, test } from 'vitest';
import {
  allFeatureTokens,
  compareFeatures,
  featureTokens,
  measureFeatures,
  needTags,
  type FeatureId,
} from '../../../src/domain/features';

describe('measuring one response', () => {
  test.each<[FeatureId, string, number]>([
    ['words', "Don't stop now.", 3],
    ['bullets', '- one\n* two\n• three', 3],
    ['numbered', '1. one\n2) two', 2],
    ['questions', 'Why? Because. Really?', 2],
    ['digits', '1. Sleep 8 hours\n2. Wait', 1],
    ['digits', 'two spoons', 1],
    ['example', 'For example, tea. Tea, for instance.', 2],
    ['reason', 'It helps because it is warm.', 1],
    ['hedge', 'It may help, perhaps.', 2],
    ['casual', 'hey, no worries', 2],
    ['polite', 'Please sit, thank you.', 2],
    ['paragraphs', 'one\n\ntwo', 2],
    ['words', '', 0],
  ])('counts %s in %j as %i', (id, text, count) => {
    expect(measureFeatures(text)[id]).toBe(count);
  });

  test('takes bounded time for huge and hostile texts', () => {
    const started = performance.now();
    for (const text of ['a'.repeat(1e6), '1. '.repeat(1e5), "don't ".repeat(2e5), '\n'.repeat(1e5)])
      measureFeatures(text);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe('comparing two responses', () => {
  const long = `${'Sleep is good and rest is good. '.repeat(12)}For example, a nap.`;

  test('swapping the responses flips every level', () => {
    const [there, back] = [
      compareFeatures(measureFeatures(long), measureFeatures('- Rest\n- Sleep!')),
      compareFeatures(measureFeatures('- Rest\n- Sleep!'), measureFeatures(long)),
    ];
    for (const id of Object.keys(there) as FeatureId[]) expect(there[id] + back[id]).toBe(0);
    expect(there.words).toBe(2);
    expect(there.bullets).toBe(-2);
  });

  test('equal responses have no feature tokens, others only known ones', () => {
    expect(featureTokens(long, long)).toEqual([]);
    const known = new Set(allFeatureTokens());
    expect(featureTokens(long, 'Hi?').every((token) => known.has(token))).toBe(true);
  });
});

test.each([
  ['Serve a glass of wine.', 'alcohol'],
  ['Buy a new lamp.', 'cost'],
  ['Walk to the park.', 'physical'],
])('guesses from %j that it involves %s', (sentence, tag) => {
  expect(needTags(sentence)).toContain(tag);
});
