import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/domain/random';
import type { Judgement, Persona, ResponseSide } from '../../../src/domain/types';
import { checkFigures } from '../../../src/tasks/judging/figures';
import { inReadingOrder, planChecks } from '../../../src/tasks/judging/plan';
import { provenance } from '../../../src/tasks/model';
import { greedy } from '../../../src/tasks/options';
import { fakeEngine } from '../../fakeEngine';
import { pair, smallModel } from './smallKnowledge';

const made = provenance(smallModel(fakeEngine()), 'judging/v1', greedy(1), null);
const persona = (id: string, evidence: Persona['evidence']): Persona => ({
  id,
  text: 'The user is busy and prefers brevity.',
  source: evidence ? 'inferred' : 'written',
  evidence,
  made: null,
  createdAt: 0,
  updatedAt: 0,
});
const sides: ResponseSide[] = ['chosen', 'rejected'];
/** n pairs; in every third the chosen response is the longer one. */
const pairsOf = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    pair({
      id: `p${i}`,
      ...(i % 3 === 0
        ? { chosen: 'two words', rejected: 'one' }
        : { chosen: 'one', rejected: 'two words' }),
    }),
  );
const personasOf = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    sides.map((side) => persona(`p${i}-${side}`, { pairId: `p${i}`, side })),
  ).flat();

describe('planChecks', () => {
  test('each persona meets its own pair and as many others, for its side', () => {
    const plan = planChecks(pairsOf(6), personasOf(6), 1, 3);
    expect(plan).toHaveLength(12 * 4);
    for (const { personaId, pairId, expected, own } of plan) {
      expect(personaId.endsWith(expected)).toBe(true);
      expect(own).toBe(personaId.startsWith(`${pairId}-`));
    }
    expect(plan.filter(({ own }) => own)).toHaveLength(12);
    expect(new Set(plan.map(({ personaId, pairId }) => `${personaId}:${pairId}`)).size).toBe(48);
  });

  test('both personas of a pair meet the same other pairs', () => {
    const plan = planChecks(pairsOf(9), personasOf(9), 1, 3);
    const others = (id: string) =>
      plan.filter(({ personaId }) => personaId === id).map(({ pairId }) => pairId);
    expect(others('p4-chosen')).toEqual(others('p4-rejected'));
    expect(others('p4-chosen')).not.toEqual(others('p5-chosen'));
  });

  test('the same seed makes the same plan, in whatever order things are listed', () => {
    const plan = planChecks(pairsOf(9), personasOf(9), 5, 2);
    expect(planChecks([...pairsOf(9)].reverse(), personasOf(9), 5, 2)).toEqual(plan);
    expect(planChecks(pairsOf(9), personasOf(9), 6, 2)).not.toEqual(plan);
  });

  test.each([
    ['more others than there are', pairsOf(3), personasOf(3), 10, 6 * 3],
    ['one pair only', pairsOf(1), personasOf(1), 3, 2],
    ['no pairs', [], personasOf(2), 3, 0],
    ['no personas', pairsOf(3), [], 3, 0],
    [
      'its pair was deleted',
      pairsOf(3),
      [persona('x', { pairId: 'gone', side: 'rejected' })],
      2,
      2,
    ],
    ['a written persona speaks for the chosen side', pairsOf(3), [persona('x', null)], 2, 2],
  ])('%s', (_name, pairs, personas, perPersona, length) => {
    expect(planChecks(pairs, personas, 1, perPersona)).toHaveLength(length);
  });
});

describe('inReadingOrder', () => {
  const plan = planChecks(pairsOf(9), personasOf(9), 1, 3);

  test('a chat model gets the same checks, those on one pair in a row', () => {
    const ordered = inReadingOrder(plan, 'instruct');
    expect(new Set(ordered)).toEqual(new Set(plan));
    expect(ordered).toHaveLength(plan.length);
    const changes = ordered.filter(({ pairId }, at) => pairId !== ordered[at - 1]?.pairId);
    expect(changes).toHaveLength(9);
    const first = plan.filter(({ pairId }) => pairId === plan[0]?.pairId);
    expect(ordered.slice(0, first.length)).toEqual(first);
  });

  test('a task-tuned model keeps the plan: it reads personas, not pairs', () => {
    expect(inReadingOrder(plan, 'task-tuned')).toEqual(plan);
  });
});

/** Judges a plan with `chance` of P(chosen) for chosen- and rejected-side personas. */
function judged(n: number, pChosen: (personaId: string, pairId: string) => number): Judgement[] {
  return planChecks(pairsOf(n), personasOf(n), 1, 8).map(({ personaId, pairId, expected }) => {
    const p = pChosen(personaId, pairId);
    const original = expected === 'chosen' ? p : 1 - p;
    return {
      id: '',
      personaId,
      pairId,
      expected,
      original,
      swapped: original,
      symmetric: true,
      made,
    };
  });
}
const figures = (judgements: Judgement[], n: number, threshold = 0) =>
  checkFigures(judgements, pairsOf(n), personasOf(n), threshold);

describe('checkFigures', () => {
  test('a judge that is always right on other pairs is right, and shuffled personas are not', () => {
    const all = judged(60, (id) => (id.endsWith('-chosen') ? 0.9 : 0.1));
    const { other, own, shuffled, coin } = figures(all, 60);
    expect(other.both).toMatchObject({ accuracy: 1, n: 960, judged: 960, coverage: 1 });
    expect(other.chosen.n).toBe(480);
    expect(own.both).toMatchObject({ accuracy: 1, n: 120 });
    expect(Math.abs(shuffled.both.accuracy! - 0.5)).toBeLessThan(0.06);
    expect(coin).toBe(0.5);
  });

  test('a judge that likes the chosen response whatever the persona shows in the shuffled sides', () => {
    const { other, shuffled } = figures(
      judged(60, () => 0.9),
      60,
    );
    expect(other.chosen.accuracy).toBe(1);
    expect(other.rejected.accuracy).toBe(0);
    expect(other.both.accuracy).toBe(0.5);
    expect(shuffled.chosen.accuracy).toBe(1);
    expect(shuffled.rejected.accuracy).toBe(0);
  });

  test('a guessing judge is at one half, inside its interval', () => {
    const random = seededRandom(2);
    const { other } = figures(
      judged(60, () => random()),
      60,
    );
    const [low, high] = other.both.interval!;
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
  });

  test('own pairs never count in the headline', () => {
    const all = judged(20, (id, pairId) => {
      const right = id.startsWith(`${pairId}-`);
      return id.endsWith('-chosen') === right ? 0.9 : 0.1;
    });
    const { other, own } = figures(all, 20);
    expect(own.both.accuracy).toBe(1);
    expect(other.both.accuracy).toBe(0);
  });

  test('below the threshold nothing is decided', () => {
    const all = judged(20, (id, pairId) => {
      const sure = Number(pairId.slice(1)) % 2 === 0 ? 0.4 : 0.05;
      return id.endsWith('-chosen') ? 0.5 + sure : 0.5 + sure; // right for chosen, wrong for rejected
    });
    const { other } = figures(all, 20, 0.1);
    const sure = all.filter(
      ({ personaId, pairId, original }) =>
        !personaId.startsWith(`${pairId}-`) && Math.abs(original - 0.5) > 0.1,
    ).length;
    expect(other.both.n).toBe(sure);
    expect(other.both.coverage).toBeCloseTo(sure / other.both.judged);
    expect(other.chosen.accuracy).toBe(1);
    expect(other.rejected.accuracy).toBe(0);
  });

  test('exactly at the threshold counts as decided, exactly one half never does', () => {
    const at = (p: number, threshold: number) =>
      figures(
        judged(4, (id) => (id.endsWith('-chosen') ? p : 1 - p)),
        4,
        threshold,
      ).other.both;
    expect(at(0.6, 0.1).coverage).toBe(1);
    expect(at(0.5, 0).coverage).toBe(0);
    expect(at(0.5, 0)).toMatchObject({ accuracy: null, accuracyOfAll: 0.5 });
  });

  test('the longer response is the baseline on the same checks', () => {
    const { longerWins, other } = figures(
      judged(30, () => 0.9),
      30,
    );
    expect(longerWins.both.n).toBe(other.both.judged);
    expect(longerWins.both.accuracy).toBeCloseTo(0.5);
    expect(longerWins.chosen.accuracy! + longerWins.rejected.accuracy!).toBeCloseTo(1);
    expect(longerWins.chosen.accuracy).toBeLessThan(0.5); // chosen is longer in one of three
  });

  test('both orders count half each', () => {
    const [first] = judged(2, () => 0.5);
    const both = { ...first!, personaId: 'p0-chosen', pairId: 'p1', original: 0.9, swapped: 0.3 };
    expect(figures([both], 2, 0.2).other.chosen.coverage).toBe(0);
    expect(figures([both], 2, 0.05).other.chosen).toMatchObject({ n: 1, correct: 1 });
  });

  test('nothing judged has no figures, and deleted records are left out', () => {
    const none = figures([], 3).other.both;
    expect(none).toMatchObject({ n: 0, judged: 0, accuracy: null, coverage: null, interval: null });
    expect(
      checkFigures(
        judged(5, () => 0.9),
        [],
        personasOf(5),
        0,
      ).other.both.judged,
    ).toBe(0);
    expect(
      checkFigures(
        judged(5, () => 0.9),
        pairsOf(5),
        [],
        0,
      ).other.both.judged,
    ).toBe(0);
  });

  test('with personas of one side there is nothing to shuffle', () => {
    const all = judged(9, () => 0.9).filter(({ expected }) => expected === 'chosen');
    expect(figures(all, 9).shuffled.both.judged).toBe(0);
  });
});
