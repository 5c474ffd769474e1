import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/domain/errors';
import type { PromptKind } from '../../src/domain/prompt';
import type { Persona } from '../../src/domain/types';
import { CheckRun } from '../../src/features/personas/checkRun.svelte';
import { makeRunLock } from '../../src/features/personas/runLock';
import {
  freshJudgements,
  orderFlips,
  personaChecks,
  verdictOf,
} from '../../src/features/personas/verdicts';
import { promptText, type FakeScript } from '../fakeEngine';
import { fakeStore } from '../fakeStore';
import { persona } from '../storageSamples';
import { decided, fakeModel, judged } from './personasSamples';

/** Reads every persona as "short", and finds the first response likelier. */
const script: FakeScript = {
  generate: () => '<|p:short|>',
  score: () => ({ logProbs: [-1] }),
};

async function setUp(
  count: number,
  more: FakeScript = {},
  personas = personasOf(count),
  promptKind: PromptKind = 'task-tuned',
) {
  const store = fakeStore({ comparisons: decided(count), personas });
  const fake = fakeModel({ ...script, ...more });
  const model = { ...fake, card: { ...fake.card, promptKind } };
  const pairs = await store.listPairs();
  const evidence = { pairs, personas };
  const make = () =>
    new CheckRun(
      store,
      () => model,
      () => evidence,
      makeRunLock('fake', null),
    );
  return { store, model, evidence, make, check: make() };
}

function personasOf(count: number): Persona[] {
  return decided(count).flatMap(({ id }) => [
    persona(`${id}-this`, id, 'chosen'),
    persona(`${id}-other`, id, 'rejected'),
  ]);
}

describe('checking', () => {
  test('a pair that is too long for the model is left out, and the rest is judged', async () => {
    let asked = 0;
    const { check, store } = await setUp(3, {
      score: () => {
        if (++asked === 1) throw new AppError('context-too-long', '600 tokens', 'Too long.');
        return { logProbs: [-1] };
      },
    });
    await check.setBudget(1);
    await check.start();
    expect(await store.listJudgements()).toHaveLength(11);
    expect(check.skipped).toBe(1);
    expect(check.job.error).toBeNull();
    expect(check.job.resumable).toBeNull();
  });

  test('judges each persona on its own pair and on as many others as the budget says', async () => {
    const { check, store } = await setUp(4);
    await check.setBudget(2);
    expect(check.cost).toBe(8 * 3);
    await check.start();
    const judgements = await store.listJudgements();
    expect(judgements).toHaveLength(24);
    expect(new Set(judgements.map(({ expected }) => expected))).toEqual(
      new Set(['chosen', 'rejected']),
    );
    expect(check.figures.other.both.judged).toBe(16);
    expect(check.figures.own.both.judged).toBe(8);
    expect(check.flips).toBeNull();
  });

  test('the other boat is expected to take the rejected response', async () => {
    // The model finds whatever holds "longer" likelier to be taken.
    const { check } = await setUp(3, {
      score: ({ prompt }) => ({
        logProbs: [/chosen\|>[^<]*longer/.test(JSON.stringify(prompt)) ? -0.1 : -3],
      }),
    });
    await check.start();
    expect(check.figures.other.rejected.accuracy).toBe(1);
    expect(check.figures.other.chosen.accuracy).toBe(0);
  });

  test('a second start judges only what is new', async () => {
    const { check, model } = await setUp(3);
    await check.start();
    const asked = model.engine.requests.score.length;
    await check.start();
    expect(model.engine.requests.score).toHaveLength(asked);
    await check.setBudget(1);
    await check.start();
    expect(model.engine.requests.score).toHaveLength(asked);
  });

  test('Stop keeps every judgement made, and a new tab goes on from there', async () => {
    const { check, make, store, model } = await setUp(8, { wordMs: 1 });
    const work = check.start();
    while (model.engine.requests.score.length < 41) await new Promise((go) => setTimeout(go, 2));
    check.stop();
    await work;
    const kept = (await store.listJudgements()).length;
    expect(kept).toBeGreaterThanOrEqual(19);
    expect(check.job.error).toBeNull();
    expect(check.job.resumable).toMatchObject({ status: 'stopped', done: kept, total: 80 });

    const after = make();
    await after.load();
    const before = model.engine.requests.score.length;
    await after.resume();
    expect(await store.listJudgements()).toHaveLength(80);
    expect(model.engine.requests.score.length - before).toBe((80 - kept) * 2);
  });

  test('a failure is said, keeps what was judged and can be tried again', async () => {
    let calls = 0;
    const { check, store } = await setUp(3, {
      score: () =>
        ++calls === 9 ? new AppError('worker-crashed', 'dead', 'Stopped.') : { logProbs: [-1] },
    });
    await check.start();
    expect(check.job.error?.code).toBe('worker-crashed');
    expect(await store.listJudgements()).toHaveLength(4);
    await check.resume();
    expect(check.job.error).toBeNull();
    expect(await store.listJudgements()).toHaveLength(18);
  });

  test('a chat model is asked all about one pair before the next', async () => {
    const { check, model } = await setUp(4, {}, personasOf(4), 'instruct');
    await check.setBudget(2);
    await check.start();
    const asked = model.engine.requests.score.map(
      ({ prompt }) => promptText(prompt).split('<prompt>').at(-1)?.split('</prompt>')[0],
    );
    expect(asked).toHaveLength(4 * 6 * 2);
    expect(asked.filter((text, at) => text !== asked[at - 1])).toHaveLength(4);
    expect(check.figures.other.both.judged).toBe(16);
  });

  test('threshold and budget are found again', async () => {
    const { check, make } = await setUp(2);
    await check.moveThreshold(0.3);
    await check.setBudget(7);
    const after = make();
    await after.load();
    expect([after.threshold, after.perPersona]).toEqual([0.3, 7]);
  });

  test('moving the threshold changes coverage and accuracy at once', async () => {
    const { check, store } = await setUp(2);
    await store.saveJudgements(
      [judged('c00001-this', 'c00002', 0.9), judged('c00002-this', 'c00001', 0.45)].map((each) => ({
        ...each,
        made: { ...each.made, createdAt: 3000, modelId: 'fake' },
      })),
    );
    await check.load();
    await check.moveThreshold(0);
    expect(check.figures.other.both).toMatchObject({ coverage: 1, accuracy: 0.5 });
    await check.moveThreshold(0.2);
    expect(check.figures.other.both).toMatchObject({ coverage: 0.5, accuracy: 1 });
  });
});

describe('verdicts', () => {
  test.each([
    ['over the threshold', 0.61, 0.1, 'right'],
    ['under its mirror', 0.39, 0.1, 'wrong'],
    ['between', 0.55, 0.1, 'unsure'],
    ['one half, whatever the threshold', 0.5, 0, 'unsure'],
    ['a hair, with no threshold', 0.501, 0, 'right'],
  ] as const)('%s', (_name, probability, threshold, verdict) => {
    expect(verdictOf(judged('p', 'c', probability), threshold)).toBe(verdict);
  });

  test('count other pairs apart from the own pair', () => {
    const judgements = [
      judged('p1', 'c1', 0.9),
      judged('p1', 'c2', 0.8),
      judged('p1', 'c3', 0.2),
      judged('p1', 'c4', 0.52),
    ];
    const [row] = personaChecks(judgements, [persona('p1', 'c1'), persona('p2', 'c2')], 0.1);
    expect(row).toMatchObject({ right: 1, wrong: 1, unsure: 1 });
    expect(row?.own?.pairId).toBe('c1');
    expect(row?.margin).toBeCloseTo(0.0067, 3);
  });

  test('flips are counted only where the judge could flip', () => {
    const turned = { ...judged('p', 'c', 0.8), swapped: 0.3, symmetric: false };
    const firm = { ...judged('p', 'd', 0.8), symmetric: false };
    expect(orderFlips([judged('p', 'e', 0.8)])).toBeNull();
    expect(orderFlips([turned, firm, judged('p', 'e', 0.8)])).toBe(0.5);
  });
});

describe('judgements count', () => {
  const edited = { ...persona('p1', 'c1'), updatedAt: 5000 };
  const pair = { id: 'c2', prompt: '', history: [], chosen: '', rejected: '', reason: '' };
  const pairs = [{ ...pair, datasetId: null }];
  const at = (createdAt: number, modelId = 'dinghy') => {
    const one = judged('p1', 'c2', 0.9);
    return { ...one, made: { ...one.made, createdAt, modelId } };
  };

  const oldPrompt = { ...at(6000).made, promptId: 'judging/v1+instruct' };

  test.each([
    ['after the last edit', [at(6000)], 'dinghy', 1],
    ['not from before an edit', [at(4000)], 'dinghy', 0],
    ['not by another model', [at(6000, 'other')], 'dinghy', 0],
    ['also by an older prompt', [{ ...at(6000), made: oldPrompt }], 'dinghy', 1],
    ['by the last model while none is loaded', [at(6000, 'old'), at(7000, 'new')], null, 1],
  ] as const)('%s', (_name, judgements, modelId, count) => {
    expect(freshJudgements(judgements, { pairs, personas: [edited] }, modelId)).toHaveLength(count);
  });
});
