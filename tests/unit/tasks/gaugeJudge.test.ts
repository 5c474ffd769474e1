import { expect, test } from 'vitest';
import gaugeFile from '../../../models/dinghy/gauge.json';
import type { GaugeData } from '../../../src/domain/gauge';
import { judgePersona } from '../../../src/tasks/judging/judgePersona';
import { fakeEngine } from '../../fakeEngine';
import { smallKnowledge, smallModel } from './smallKnowledge';

test('with a gauge a persona is read once, however many pairs it is judged on', async () => {
  const engine = fakeEngine({ generate: () => '<|p:short|>' });
  const model = {
    ...smallModel(engine),
    knowledge: { ...smallKnowledge, gauge: gaugeFile as GaugeData },
  };
  const persona = 'The user is in a hurry and prefers short answers.';
  const [brief, long] = ['Warm the pot.', `Warm the pot. ${'Then wait and watch it. '.repeat(20)}`];
  const mine = { persona, prompt: 'Tea?', expected: brief, other: long };
  const first = await judgePersona(model, mine);
  const swapped = await judgePersona(model, { ...mine, expected: long, other: brief });
  expect(first.original).toBeGreaterThan(0.6);
  expect(first.original + swapped.original).toBeCloseTo(1, 6);
  expect(engine.requests.generate).toHaveLength(1);
});
