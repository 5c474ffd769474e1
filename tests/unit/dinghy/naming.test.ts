import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import axesFile from '../../../models/dinghy/axes.json';
import type { GaugeData } from '../../../src/domain/gauge';
import type { Axis } from '../../../src/domain/knowledge';
import { Gauge } from '../../../src/tasks/dinghy/gauge';
import { namingInputs, reasonsApart, type ModelReading } from '../../../src/tasks/dinghy/naming';

const axes = axesFile.axes as unknown as Axis[]; // JSON knows no tuples
const data = JSON.parse(readFileSync('models/dinghy/gauge.json', 'utf8')) as GaugeData;
const gauge = new Gauge(data, axes);
const naming = gauge.naming ?? { hidden: [], out: [], poles: {} };

const brief = 'Pop it in the freezer, mate, then snap the wax off.';
const long =
  'Wax hardens around the fibres because it cools quickly. One should therefore proceed in two stages. ' +
  'Firstly, place the tablecloth in a freezer for an hour, since cold wax is brittle.';
const nothing: ModelReading = { here: new Map(), there: new Map(), none: [0, 0] };
const oddsOf = (chosen: string, rejected: string, reading: ModelReading) =>
  reasonsApart(naming, gauge, namingInputs(gauge, { chosen, rejected }, reading));

test('one pole an axis, likeliest first', () => {
  const odds = oddsOf(brief, long, nothing);
  expect(odds).toHaveLength(axes.length);
  const falling = odds.map((x) => x.odds);
  expect(falling).toEqual([...falling].sort((x, y) => y - x));
  expect(falling.every((p) => p >= 0 && p <= 1)).toBe(true);
});

test('what the language model sees raises a pole, what it sees the other way round lowers it', () => {
  const reading = (here: number, there: number): ModelReading => ({
    here: new Map([['casual', here]]),
    there: new Map([['casual', there]]),
    none: [0.01, 0.01],
  });
  const casual = (one: ModelReading) =>
    oddsOf(brief, long, one).find(({ pole }) => pole === 'casual' || pole === 'formal');
  const [told, untold] = [casual(reading(0.9, 0.001)), casual(reading(0.001, 0.001))];
  expect(told?.pole).toBe('casual');
  expect(told?.odds).toBeGreaterThan(untold?.odds ?? 1);
});

test('exchanging the responses exchanges what is named', () => {
  const { name } = data.thresholds;
  const named = (chosen: string, rejected: string) =>
    oddsOf(chosen, rejected, nothing)
      .filter(({ odds }) => odds >= name)
      .map(({ pole }) => pole);
  const back = named(long, brief);
  expect(named(brief, long).filter((pole) => back.includes(pole))).toEqual([]);
});

test('texts like those of training are more familiar than others', () => {
  const own = 'It helps to weigh the flour and water. I hope this is of use to you.';
  const other = 'Honestly mate, my gran swears by vinegar, and so does half of Leeds.';
  expect(gauge.familiarity(own, own)).toBeGreaterThan(gauge.familiarity(other, other));
});
