import { describe, expect, test } from 'vitest';
import axesFile from '../../../models/dinghy/axes.json';
import gaugeFile from '../../../models/dinghy/gauge.json';
import type { GaugeData } from '../../../src/domain/gauge';
import type { Axis } from '../../../src/domain/knowledge';
import { borneOut } from '../../../src/tasks/dinghy/claims';
import { Gauge } from '../../../src/tasks/dinghy/gauge';

const axes = axesFile.axes as unknown as Axis[]; // JSON knows no tuples
const data = gaugeFile as GaugeData;
const gauge = new Gauge(data, axes);

const brief = 'Pop it in the freezer, mate, then snap the wax off. Costs nothing!';
const long =
  'Wax hardens around the fibres because it cools quickly. One should therefore proceed in two stages. ' +
  'Firstly, place the tablecloth in a freezer for an hour, since cold wax is brittle. Secondly, purchase ' +
  'absorbent paper and apply a warm iron, which costs about 40 euros, as the residue must be melted again.';

test('swapping the responses turns every sign', () => {
  const [here, there] = [gauge.lean(brief, long), gauge.lean(long, brief)];
  expect(here).toHaveLength(axes.length);
  expect(here.some((score) => Math.abs(score) > 1)).toBe(true);
  here.forEach((score, axis) => expect(score + (there[axis] ?? 0)).toBeCloseTo(0, 6));
});

test('names what sets two responses apart, the opposite on the other side', () => {
  const odds = new Map(gauge.apart(gauge.lean(brief, long)).map((x) => [x.pole, x.odds]));
  const back = new Map(gauge.apart(gauge.lean(long, brief)).map((x) => [x.pole, x.odds]));
  expect(odds.get('short')).toBeGreaterThan(0.7);
  expect(back.get('detailed')).toBeGreaterThan(0.7);
  expect(odds.get('casual')).toBeGreaterThan(0.5);
  expect(back.get('reasons')).toBeGreaterThan(0.4);
});

test('equal responses are equal', () => {
  expect(gauge.lean(long, long).every((score) => score === 0)).toBe(true);
  expect(gauge.apart(gauge.lean(long, long))[0]?.odds).toBeLessThan(data.thresholds.name);
});

describe('a persona', () => {
  test.each([
    ['The user is always in a hurry and prefers concise answers.', 'short'],
    ['skint student, needs it cheap', 'low-cost'],
    ['She quit drinking last year.', 'alcohol-free'],
    ["don't sugar-coat it, just tell me straight", 'direct'],
    ['wants to know why a thing works', 'reasons'],
  ])('"%s" asks for %s', (text, pole) => {
    expect(
      gauge
        .asks(text)
        .slice(0, 3)
        .map((x) => x.pole),
    ).toContain(pole);
  });

  test('"not" turns what a word says', () => {
    const odds = (text: string) =>
      new Map(gauge.asks(text).map((x) => [x.pole, x.odds])).get('playful') ?? 0;
    expect(odds('The user prefers jokes.')).toBeGreaterThan(odds('The user prefers no jokes.'));
  });

  test('that says nothing of taste asks for nothing', () => {
    expect(gauge.asks('Has two cats and loves opera.')[0]?.odds).toBeLessThan(0.3);
    expect(gauge.asks('')[0]?.odds).toBeLessThan(data.thresholds.understand);
  });
});

test('knows words that matter and not others', () => {
  expect(['cheap', 'concise', 'vegan'].map((word) => gauge.knows(word))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['opera', 'qwrtz', '__proto__'].map((word) => gauge.knows(word))).toEqual([
    false,
    false,
    false,
  ]);
});

test.each(['🎌'.repeat(20_000), 'a '.repeat(25_000), '{}[]"\\\n'.repeat(7000), ''])(
  'any text gives finite numbers (%#)',
  (text) => {
    expect(gauge.lean(text, brief).every(Number.isFinite)).toBe(true);
    expect(gauge.asks(text).every(({ odds }) => odds >= 0 && odds <= 1)).toBe(true);
  },
);

test('a judge weighs what is asked by how the pair leans', () => {
  const lean = gauge.lean(brief, long);
  const back = lean.map((score) => -score);
  const asked = gauge.asks('The user is short of time and wants it brief.');
  expect(gauge.judge(asked, lean)).toBeGreaterThan(0);
  expect(gauge.judge(asked, lean)).toBeCloseTo(-gauge.judge(asked, back), 6);
  expect(gauge.judge([], lean)).toBe(0);
});

test('nothing is claimed that counting disproves', () => {
  const pair = { chosen: brief, rejected: long };
  expect(borneOut(['short', 'casual', 'detailed', 'numbers', 'warm'], pair)).toEqual([
    'short',
    'casual',
    'warm',
  ]);
});

test.each([
  ['axes of another model', { ...data, axes: ['no-such-axis'] }],
  [
    'a table that is cut',
    { ...data, pairs: { ...data.pairs, table: { ...data.pairs.table, weights: 'AAAA' } } },
  ],
])('refuses %s', (_, broken) => {
  expect(() => new Gauge(broken, axes)).toThrow(RangeError);
});
