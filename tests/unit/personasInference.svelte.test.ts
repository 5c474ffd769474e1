import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/domain/errors';
import { InferenceRun } from '../../src/features/personas/inferenceRun.svelte';
import { makeRunLock } from '../../src/features/personas/runLock';
import type { FakeScript } from '../fakeEngine';
import { fakeStore } from '../fakeStore';
import { decided, fakeModel, says } from './personasSamples';

const lock = () => makeRunLock('fake', null);

async function setUp(count: number, script: FakeScript) {
  const store = fakeStore({ comparisons: decided(count) });
  const model = fakeModel(script);
  const run = new InferenceRun(store, () => model, undefined, lock());
  return { store, model, run, pairs: await store.listPairs() };
}

/** Waits until `condition` holds; fails after 2 s. */
async function until(condition: () => boolean) {
  for (let turn = 0; turn < 400 && !condition(); turn++)
    await new Promise((go) => setTimeout(go, 5));
  expect(condition()).toBe(true);
}

describe('inferring many', () => {
  test('keeps a persona for both sides of every pair', async () => {
    const { store, run, pairs } = await setUp(2, { generate: () => says('busy') });
    await run.start(pairs);
    const personas = await store.listPersonas();
    expect(personas.map(({ evidence }) => `${evidence?.pairId}:${evidence?.side}`).sort()).toEqual([
      'c00001:chosen',
      'c00001:rejected',
      'c00002:chosen',
      'c00002:rejected',
    ]);
    expect(personas[0]?.text).toBe('The user is busy and prefers short answers.');
    expect(personas[0]?.source).toBe('inferred');
    expect(run.job.run).toBeNull();
    expect((await store.listRuns())[0]).toMatchObject({ status: 'done', done: 4, total: 4 });
  });

  test('keeps an abstention with its sentence and no persona', async () => {
    const { store, run, pairs } = await setUp(1, { generate: () => '<|none|>' });
    await run.start(pairs);
    expect(await store.listPersonas()).toEqual([]);
    const [inference] = await store.listInferences();
    expect(inference?.personaId).toBeNull();
    expect(inference?.abstained).toContain('what they say');
  });

  test('streams the sentence of the current side', async () => {
    const { run, pairs } = await setUp(1, { generate: () => says('busy'), wordMs: 5 });
    const seen = new Set<string>();
    const work = run.start(pairs);
    while (run.job.running) {
      if (run.now) seen.add(`${run.now.side}: ${run.now.text}`);
      await new Promise((go) => setTimeout(go, 2));
    }
    await work;
    expect([...seen].some((text) => text.startsWith('chosen: The user is'))).toBe(true);
    expect([...seen].some((text) => text.startsWith('rejected: The user is'))).toBe(true);
    expect(run.now).toBeNull();
  });

  test('leaves out an answer that makes no sense and goes on', async () => {
    let call = 0;
    const { store, run, pairs } = await setUp(2, {
      generate: () => (call++ === 0 ? 'gibberish' : says('busy')),
    });
    await run.start(pairs);
    expect(run.skipped).toBe(1);
    expect(await store.listPersonas()).toHaveLength(3);
    expect(run.job.error).toBeNull();
  });
});

describe('stopping and going on', () => {
  test('Stop keeps what is finished, drops the half sentence and is no error', async () => {
    const { store, run, pairs } = await setUp(3, { generate: () => says('busy'), wordMs: 5 });
    const work = run.start(pairs);
    await until(() => (run.job.run?.done ?? 0) >= 2 && run.now !== null);
    run.stop();
    await work;
    const kept = await store.listPersonas();
    expect(kept.length).toBeGreaterThanOrEqual(2);
    expect(kept.length).toBeLessThan(6);
    expect(kept.every(({ text }) => text.endsWith('short answers.'))).toBe(true);
    expect(run.job.error).toBeNull();
    expect(run.job.resumable).toMatchObject({ status: 'stopped', done: kept.length, total: 6 });
  });

  test('a new tab finds the run and does nothing twice', async () => {
    let call = 0;
    const { store, run, pairs } = await setUp(3, {
      // The third call never ends in time: the tab is killed there.
      generate: () =>
        ++call > 2 ? new AppError('worker-crashed', 'killed', 'Gone.') : says('one'),
    });
    await run.start(pairs);
    const [record] = await store.listRuns();
    await store.saveRun({ ...record!, status: 'running' });

    const model = fakeModel({ generate: () => says('two') });
    const after = new InferenceRun(store, () => model, undefined, lock());
    await after.job.find();
    expect(after.job.resumable).toMatchObject({ done: 2, total: 6 });
    await after.resume();
    expect(model.engine.requests.generate).toHaveLength(4);
    expect(await store.listPersonas()).toHaveLength(6);
    await after.job.find();
    expect(after.job.resumable).toBeNull();
  });

  test('an engine failure is said, keeps everything and can be tried again', async () => {
    let broken = true;
    const { store, run, pairs } = await setUp(2, {
      generate: ({ prompt }) =>
        broken && JSON.stringify(prompt).includes('Question 1?')
          ? new AppError('worker-crashed', 'dead', 'The model stopped. Try again.')
          : says('busy'),
    });
    await run.start(pairs);
    expect(run.job.error?.code).toBe('worker-crashed');
    expect(run.job.resumable).toMatchObject({ status: 'failed', done: 2 });
    expect(await store.listPersonas()).toHaveLength(2);

    broken = false;
    await run.resume();
    expect(run.job.error).toBeNull();
    expect(await store.listPersonas()).toHaveLength(4);
  });

  test('a pair deleted meanwhile is passed over', async () => {
    const { store, run, pairs } = await setUp(2, { generate: () => says('busy') });
    await store.deleteComparisons(['c00001']);
    await run.start(pairs);
    expect(await store.listPersonas()).toHaveLength(2);
    expect((await store.listRuns())[0]).toMatchObject({ status: 'done', done: 4 });
  });

  test('a run that is let go is not offered again', async () => {
    const { run, pairs, store } = await setUp(1, { generate: () => new Error('dead') });
    await run.start(pairs);
    await run.job.forget();
    const after = new InferenceRun(store, () => null, undefined, lock());
    await after.job.find();
    expect(after.job.resumable).toBeNull();
  });
});

describe('one pair', () => {
  test('a second try takes the place of the first', async () => {
    const answers = ['one', 'two'].map(says);
    const { store, run, pairs } = await setUp(1, { generate: answers });
    await run.inferOne(pairs[0]!, ['chosen']);
    const [first] = await store.listPersonas();
    await run.inferOne(pairs[0]!, ['chosen']);
    const all = await store.listPersonas();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ id: first?.id, text: expect.stringContaining('two') });
    expect(await store.listRuns()).toEqual([]);
  });

  test('an abstention takes away the persona of the first try', async () => {
    const { store, run, pairs } = await setUp(1, { generate: [says('one'), '<|none|>'] });
    await run.inferOne(pairs[0]!, ['chosen']);
    await run.inferOne(pairs[0]!, ['chosen']);
    expect(await store.listPersonas()).toEqual([]);
    expect((await store.getInference('c00001', 'chosen', 'fake'))?.personaId).toBeNull();
  });

  test('what a person wrote is never replaced', async () => {
    const { store, run, pairs } = await setUp(1, { generate: [says('one'), says('two')] });
    await run.inferOne(pairs[0]!, ['chosen']);
    const [persona] = await store.listPersonas();
    await store.savePersona({ ...persona!, source: 'written', text: 'The user is me.' });
    await run.inferOne(pairs[0]!, ['chosen']);
    expect((await store.getPersona(persona!.id))?.text).toBe('The user is me.');
  });

  test('without a model it says so and starts nothing', async () => {
    const store = fakeStore({ comparisons: decided(1) });
    const run = new InferenceRun(store, () => null, undefined, lock());
    await run.inferOne((await store.listPairs())[0]!);
    expect(run.job.error?.code).toBe('model-not-loaded');
  });
});

test('a second tab says that another one is at work', async () => {
  const shared = lock();
  const store = fakeStore({ comparisons: decided(2) });
  const model = fakeModel({ generate: () => says('busy'), wordMs: 5 });
  const first = new InferenceRun(store, () => model, undefined, shared);
  const second = new InferenceRun(store, () => model, undefined, shared);
  const pairs = await store.listPairs();
  const work = first.start(pairs);
  await until(() => first.now !== null);
  await second.start(pairs);
  expect(second.job.elsewhere).toBe(true);
  expect(second.job.running).toBe(false);
  first.stop();
  await work;
  await second.resume();
  await second.start(pairs);
  expect(second.job.elsewhere).toBe(false);
  expect(await store.listPersonas()).toHaveLength(4);
});
