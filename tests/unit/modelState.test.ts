import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/domain/errors';
import type { Engine } from '../../src/engine/engine';
import { findEntry } from '../../src/features/models/catalogue';
import { downloadLink } from '../../src/features/models/downloadLink';
import { fitnessOf, smallerThan } from '../../src/features/models/fitness';
import type { Machine } from '../../src/features/models/machine';
import type { ModelSource } from '../../src/features/models/modelSource';
import { ModelState } from '../../src/features/models/modelState.svelte';
import { addStats, noSpeed, rates } from '../../src/features/models/speed';
import { collectText } from '../../src/engine/engine';
import { NO_STATS } from '../../src/tasks/streams';
import { fakeCard, fakeEngine } from '../fakeEngine';

const own = { card: fakeCard, knowledge: { axes: [], topics: [] } };
const other: ModelSource = {
  card: { ...fakeCard, id: 'a/b', name: 'Other', promptKind: 'instruct' },
  knowledge: null,
  files: new Map(),
};
const request = {
  prompt: { kind: 'parts', parts: [{ kind: 'data', text: 'Hi' }] },
  options: { maxNewTokens: 9, temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1, seed: 1 },
} as const;
const sources = (id: string | null) => Promise.resolve(id === null ? own : other);

describe('the model in the tab', () => {
  test('is the one of the app until another is chosen', async () => {
    const engine = fakeEngine(['one ', 'two ']);
    let stops = 0;
    const state = new ModelState(engine, sources, () => stops++);
    await state.load();
    expect(state.model?.card.id).toBe('fake');
    const before = state.model!;
    await state.use('a/b');
    expect(stops).toBe(1);
    expect(state.model?.card.id).toBe('a/b');
    expect(state.model?.knowledge).toBeNull();
    expect(state.currentId).toBe('a/b');
    expect(engine.requests.load.map(({ id }) => id)).toEqual(['fake', 'a/b']);

    // What still holds the old model is told, and never answered by the new one.
    await expect(collectText(before.engine.generate(request))).rejects.toMatchObject({
      code: 'model-not-loaded',
      userMessage: expect.stringContaining('What was done is kept'),
    });
    expect(await collectText(state.model!.engine.generate(request))).toBe('one ');
    expect(state.speed.calls).toBe(1);
  });

  test('falls back to the one of the app, with a sentence', async () => {
    const failing = new AppError('model-load-failed', 'x', 'It is damaged.');
    const engine: Engine = {
      ...fakeEngine(),
      load: (card) => {
        if (card.id === 'a/b') throw failing;
        return fakeEngine().load(card);
      },
    };
    const state = new ModelState(engine, sources);
    await state.use('a/b');
    expect(state.phase).toBe('ready');
    expect(state.model?.card.id).toBe('fake');
    expect(state.choice.id).toBe('a/b');
    expect(state.fallback).toMatch(/a\/b could not be started.*It is damaged/);
  });

  test('names a smaller one where memory is short', async () => {
    const large = { ...other, card: { ...other.card, parameters: 5e9 } };
    const engine = fakeEngine({ load: new AppError('out-of-memory', 'x', 'Too large.') });
    const state = new ModelState(engine, () => Promise.resolve(large));
    await state.load();
    expect(state.instead).toMatchObject({
      sentence: expect.stringMatching(/would fit\.$/),
      label: expect.stringMatching(/^Get .+ \(about [\d.]+ [MG]B\)$/),
      href: expect.stringMatching(/^download\.html#id=.+source=hub/),
    });
    await state.use(null);
    expect(state.instead).not.toBeNull();
  });

  test('only the last of two quick choices counts', async () => {
    let release = () => {};
    const slow = new Promise<void>((go) => (release = go));
    const state = new ModelState(fakeEngine(), async (id) => {
      if (id === 'a/b') await slow;
      return id === null ? own : other;
    });
    const first = state.use('a/b');
    await state.use(null);
    release();
    await first;
    expect(state.model?.card.id).toBe('fake');
    expect(state.phase).toBe('ready');
  });

  test('shows what a question had to leave out', async () => {
    const fake = fakeEngine(['a']);
    const engine: Engine = {
      ...fake,
      async *generate(asked, signal) {
        return { ...(yield* fake.generate(asked, signal)), dropped: 'Two were left out.' };
      },
    };
    const state = new ModelState(engine, sources);
    await state.load();
    await collectText(state.model!.engine.generate(request));
    expect(state.dropped).toBe('Two were left out.');
  });
});

describe('fitness', () => {
  const good: Machine = {
    gpu: { name: 'acme', f16: true, maxBufferBytes: 2 ** 31, simulated: false },
    memoryGb: 8,
    cores: 8,
    isolated: true,
    secure: true,
    freeBytes: 1e11,
  };
  const qwen = findEntry('onnx-community/Qwen3-0.6B-ONNX')!;
  const large = findEntry('HuggingFaceTB/SmolLM3-3B-ONNX')!;
  const tiny = findEntry('HuggingFaceTB/SmolLM2-135M-Instruct')!;
  test.each([
    {
      name: 'fits',
      entry: qwen,
      changes: {},
      says: /^Fits: about 581 MB of 100\.0 GB free/,
      at: 'webgpu q4f16 fits',
    },
    {
      name: 'no 16-bit shaders',
      entry: qwen,
      changes: { gpu: { ...good.gpu!, f16: false } },
      says: /4-bit twin/,
      at: 'webgpu q4 fits',
    },
    {
      name: 'no twin either',
      entry: tiny,
      changes: { gpu: { ...good.gpu!, f16: false } },
      says: /does not offer/,
      at: 'wasm int8 fits',
    },
    {
      name: 'no graphics card',
      entry: qwen,
      changes: { gpu: null },
      says: /^Fits: about 607 MB/,
      at: 'wasm int8 fits',
    },
    {
      name: 'only a graphics card would do',
      entry: large,
      changes: { gpu: null },
      says: /Too big for a processor/,
      at: 'wasm q4f16 no',
    },
    {
      name: 'little memory',
      entry: large,
      changes: { memoryGb: 4 },
      says: /Too big/,
      at: 'webgpu q4f16 no',
    },
    {
      name: 'little room',
      entry: qwen,
      changes: { freeBytes: 1e8 },
      says: /100 MB are free/,
      at: 'webgpu q4f16 no',
    },
    {
      name: 'small buffers',
      entry: qwen,
      changes: { gpu: { ...good.gpu!, maxBufferBytes: 2 ** 27 } },
      says: /tables of 134 MB only/,
      at: 'wasm int8 fits',
    },
  ])('$name', ({ entry, changes, says, at }) => {
    const fitness = fitnessOf(entry, { ...good, ...changes });
    expect(`${fitness.device} ${fitness.dtype} ${fitness.verdict}`).toBe(at);
    expect(fitness.sentences.join(' ')).toMatch(says);
  });

  test('a measured processor tells the speed, and what is slow', () => {
    const noGpu = { ...good, gpu: null };
    const cpu = (multiplications: number) => ({ multiplications, gpuBytes: null });
    expect(fitnessOf(tiny, noGpu, cpu(13e9))).toMatchObject({ verdict: 'fits' });
    expect(fitnessOf(tiny, noGpu, cpu(13e9)).sentences.join()).toContain('24 words a second');
    expect(fitnessOf(qwen, noGpu, cpu(5e9))).toMatchObject({ verdict: 'slow' });
    // A processor says nothing about the graphics card.
    expect(fitnessOf(qwen, good, cpu(5e9)).sentences.join()).not.toContain('a second');
    const card = (gpuBytes: number) => ({ multiplications: null, gpuBytes });
    expect(fitnessOf(qwen, good, card(100e9)).sentences.join()).toMatch(
      /Roughly \d+ words a second on this graphics card/,
    );
    expect(fitnessOf(large, good, card(1e9))).toMatchObject({ verdict: 'slow' });
  });

  test('memory is said in words, with what the machine has', () => {
    expect(fitnessOf(qwen, good).sentences.join(' ')).toMatch(
      /Takes about 930 MB of memory while it starts; this machine has 8 GB or more\./,
    );
  });

  test('the largest that fits below a size is proposed', () => {
    expect(smallerThan(4.5e8, good)?.name).toBe('SmolLM2 360M');
    expect(smallerThan(1e6, good)).toBeNull();
  });
});

test.each([
  { name: 'the hub', source: { kind: 'hub' } as const, from: 'hub', origin: '' },
  { name: 'this site', source: { kind: 'site' } as const, from: 'site', origin: '' },
  {
    name: 'a mirror',
    source: { kind: 'mirror', address: 'models.school.example/x' } as const,
    from: 'mirror',
    origin: '&origin=https%3A%2F%2Fmodels.school.example%2Fx',
  },
])('the link to download from $name', ({ source, from, origin }) => {
  const link = downloadLink('a/b', source, { device: 'wasm', dtype: 'int8' });
  expect(link).toBe(`download.html#id=a%2Fb&source=${from}&device=wasm${origin}&dtype=int8`);
});

test('speed counts what was computed, not what was remembered', () => {
  const stats = {
    promptTokens: 110,
    cachedTokens: 10,
    newTokens: 21,
    prefillMs: 1000,
    decodeMs: 2000,
    stopReason: 'max-new-tokens',
    memoryBytes: 7,
    firstTextMs: 40,
  } as const;
  expect(rates(noSpeed)).toEqual({ read: null, write: null });
  const speed = addStats(addStats(noSpeed, stats), { ...stats, promptTokens: 10, newTokens: 1 });
  expect(rates(speed)).toEqual({ read: 50, write: 5 });
  expect(speed).toMatchObject({ calls: 2, firstTextMs: 40, memoryBytes: 7 });
});

test('the time to the first word is that of the last answer, also where all of its prompt was known', () => {
  const stats = { ...NO_STATS, prefillMs: 0 };
  expect(noSpeed.firstTextMs).toBeNull();
  const answered = addStats(noSpeed, { ...stats, firstTextMs: 12 });
  expect(answered.firstTextMs).toBe(12);
  expect(addStats(answered, stats).firstTextMs).toBe(12); // a score shows no word
});

test('another time of rest is told to the engine at once', async () => {
  let told = 0;
  const state = new ModelState(fakeEngine(), sources, undefined, () => told++);
  await state.load();
  state.setIdleMinutes(5);
  expect(told).toBe(1);
  state.setIdleMinutes(null);
});
