import { describe, expect, test } from 'vitest';
import { upperBounds } from '../../../models/dinghy/train/evaluate/upperBounds';
import { readSample } from '../../../models/dinghy/train/personas';
import { Random } from '../../../models/dinghy/train/random';
import { axisOf, inferSample, tailorSample } from '../../../models/dinghy/train/samples';
import { isHeld, poles, topicsOf, wordingsOf } from '../../../models/dinghy/train/wordings';
import { polesIn } from '../../../src/tasks/dinghy/prompts';

const seen = { topics: 'seen', wordings: 'seen' } as const;
const many = <T>(make: (random: Random) => T, count = 300) => {
  const random = new Random(7);
  return Array.from({ length: count }, () => make(random));
};

test('the same seed gives the same examples', () => {
  for (const make of [readSample, inferSample, tailorSample])
    expect(make(new Random(3), seen)).toEqual(make(new Random(3), seen));
});

describe('tailored templates', () => {
  const samples = many((random) => tailorSample(random, seen));

  test('use only references that are there, none of them twice', () => {
    for (const { input, output } of samples) {
      const used = output.match(/<\|[a-z]\d?\|>/g) ?? [];
      for (const token of used) expect(input).toContain(token);
      const once = used.filter((token) => token !== '<|g|>');
      expect(new Set(once).size).toBe(once.length);
    }
  });

  test('announce nothing that does not follow', () => {
    for (const { output } of samples) {
      const lines = output.split('\n').filter((line) => line !== '');
      for (const line of lines) {
        // A figure or caution stands by itself, so that it can be left out where there is none.
        for (const [, before = ''] of line.matchAll(/(.?.?)<\|[nc]\d\|>/g))
          expect(before).toMatch(/^$|[.!?>…"')] $/);
      }
      for (const promise of output.matchAll(
        /(?:the next (?:point|part)|here comes another|the following)[^.?!]*\.(.*)/gis,
      ))
        expect([output, promise[1]]).toEqual([output, expect.stringMatching(/<\|[as]\d\|>/)]);
    }
  });

  test('say nothing twice', () => {
    for (const { output } of many((random) => tailorSample(random, seen), 600)) {
      const sentences = output
        .split(/(?<=[.!?])\s+/)
        .map((line) => line.replace(/^(?:-|\d+\.)\s+/, '').replace(/<\|[^|]+\|>/g, '#'))
        .filter((line) => line.replace(/[#.\s]/g, '').length > 12);
      expect([output, new Set(sentences).size]).toEqual([output, sentences.length]);
    }
  });

  test('lead into a sentence only where one goes on', () => {
    for (const { output } of many((random) => tailorSample(random, seen), 600))
      expect(output).not.toMatch(/[,:] (?:One|It|You|Try|There|May|Please) (?:\w+ )*<\|a/);
  });

  test('show the manners asked for, as the detectors see them', () => {
    const missed = [...upperBounds(200)].filter(([, share]) => share < 0.8);
    expect(missed).toEqual([]);
  }, 30_000);

  test('are varied', () => {
    const skeletons = new Set(samples.map(({ output }) => output.replace(/<\|[^|]+\|>/g, '#')));
    expect(skeletons.size).toBeGreaterThan(270);
  });
});

describe('pairs', () => {
  const samples = many((random) => inferSample(random, seen));

  test('name known poles of different axes, or none', () => {
    const known = new Set(poles.map(({ id }) => id));
    for (const { truth, output } of samples) {
      expect(truth.every((pole) => known.has(pole))).toBe(true);
      expect(new Set(truth.map(axisOf)).size).toBe(truth.length);
      expect(polesIn(output)).toEqual(truth);
      expect(output.includes('<|none|>')).toBe(truth.length === 0);
    }
  });

  test('cover nearly all poles', () => {
    const named = new Set(
      many((random) => inferSample(random, seen), 500).flatMap(({ truth }) => truth),
    );
    expect(named.size).toBeGreaterThan(50);
  });
});

test('what is held out never reaches training', () => {
  for (const { id } of poles) {
    const { is, wants, me } = wordingsOf(id, 'seen');
    expect([...is, ...wants, ...me].filter(isHeld)).toEqual([]);
  }
  const held = new Set(topicsOf({ topics: 'held', wordings: 'seen' }).map(({ id }) => id));
  expect(held.size).toBeGreaterThan(10);
  expect(topicsOf(seen).filter(({ id }) => held.has(id))).toEqual([]);
});

test('every pole can be spoken of in many ways', () => {
  for (const { id } of poles) {
    const { is, wants, me } = wordingsOf(id, 'seen');
    expect([id, is.length + wants.length + me.length >= 60]).toEqual([id, true]);
  }
});
