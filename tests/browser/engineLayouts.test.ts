import { describe, expect, test } from 'vitest';
import type { ModelCard, ModelDtype } from '../../src/domain/types';
import { collect, fixtures, greedy, realEngine, template, tinyCard } from './engineSetup';

/** SwiftShader takes about 10 s to compile the shaders. */
const slow = { timeout: 120_000 };
const prompt = template('<|read|>the other water in a house on the hill, and then some<|out|>');
/** Drawn with a seed: a tied, scaled embedding of random weights would repeat itself when greedy. */
const options = { ...greedy, maxNewTokens: 12, temperature: 1.5 };
const FAMILIES = ['llama', 'qwen3', 'gemma3'] as const;
type Family = (typeof FAMILIES)[number];

const SINGLE = 'onnx/model_q4.onnx';
const SPLIT = ['onnx/model.onnx', 'onnx/model.onnx_data'];

/** A model as it is kept in the browser: a card, and handles of its files. */
async function stored(family: Family, device: 'wasm' | 'webgpu', dtype: ModelDtype) {
  const weights = dtype === 'q4' ? [SINGLE] : SPLIT;
  const from = (path: string) => {
    if (path.startsWith('token') || path.startsWith('gen')) return `tiny-model/${path}`;
    return family === 'llama' && path === SINGLE
      ? 'tiny-model/onnx/model.onnx'
      : `layouts/${family}/${path}`;
  };
  const paths = [
    'config.json',
    'generation_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ];
  const files = new Map<string, Blob>();
  for (const path of [...paths, ...weights]) {
    files.set(path, await (await fetch(fixtures + from(path))).blob());
  }
  const card: ModelCard = {
    ...(await tinyCard()),
    id: `somebody/${family}`,
    name: family,
    dtype: { wasm: dtype, webgpu: dtype },
    files: [...files].map(([path, { size }]) => ({
      path,
      sizeBytes: size,
      sha256: '', // checked when it was stored
      role: 'on-demand',
    })),
  };
  return { card, files, device };
}

async function loaded(family: Family, device: 'wasm' | 'webgpu', dtype: ModelDtype) {
  const { card, files } = await stored(family, device, dtype);
  // No folder of the site is read: it does not exist.
  const made = realEngine({ modelsUrl: `${fixtures}nowhere/` });
  return { ...made, info: await made.engine.load(card, { device, files }) };
}

describe.each(FAMILIES)('the layout of %s', (family) => {
  test('answers the same from one file and with external data, on WASM', async () => {
    const single = await loaded(family, 'wasm', 'q4');
    const split = await loaded(family, 'wasm', 'fp32');
    expect(split.info).toMatchObject({ device: 'wasm', dtype: 'fp32', notes: [] });
    const expected = await collect(single.engine.generate({ prompt, options }));
    const answer = await collect(split.engine.generate({ prompt, options }));
    expect(new Set(expected.tokenIds).size).toBeGreaterThan(3);
    expect(answer.tokenIds).toEqual(expected.tokenIds);
    expect(answer.stats.memoryBytes).toBeGreaterThan(300_000);
  });
});

test.each([
  { family: 'qwen3', dtype: 'fp32', what: 'external data' },
  { family: 'gemma3', dtype: 'q4', what: 'one file' },
] as const)(
  '$family with $what gives on WebGPU the odds of WASM',
  slow,
  async ({ family, dtype }) => {
    const gpu = await loaded(family, 'webgpu', dtype);
    expect(gpu.info).toMatchObject({ device: 'webgpu', dtype, notes: [] });
    const cpu = await loaded(family, 'wasm', dtype);
    const ask = { prompt, continuations: ['qz'], next: 5 };
    const [there, here] = [await gpu.engine.score(ask), await cpu.engine.score(ask)];
    expect(there.stats.promptTokens).toBeGreaterThan(32); // beyond what a broken GPU gets right
    expect(there.next.map(({ tokenId }) => tokenId)).toEqual(here.next.map((o) => o.tokenId));
    expect(there.continuations[0]!.logProb).toBeCloseTo(here.continuations[0]!.logProb, 2);
  },
);

test.each([
  { name: 'is missing', change: () => null, code: 'model-load-failed' },
  {
    name: 'is cut short',
    change: (blob: Blob) => blob.slice(0, 1000),
    code: 'model-file-altered',
  },
])('a stored file that $name is refused with a sentence', async ({ change, code }) => {
  const { card, files } = await stored('qwen3', 'wasm', 'fp32');
  const path = SPLIT[1]!;
  const changed = change(files.get(path)!);
  if (changed) files.set(path, changed);
  else files.delete(path);
  await expect(realEngine().engine.load(card, { files })).rejects.toMatchObject({
    code,
    userMessage: expect.stringMatching(/model\.onnx_data.*get it again/),
  });
});

test('a GPU lost in mid-answer: the text stays and goes on, on WASM', slow, async () => {
  const { engine, workers } = realEngine(
    {},
    () => new Worker(new URL('./losingGpuWorker.ts', import.meta.url), { type: 'module' }),
  );
  const card = await tinyCard();
  expect(await engine.load(card, { device: 'webgpu' })).toMatchObject({ device: 'webgpu' });
  const ask = {
    prompt,
    options: { ...greedy, maxNewTokens: 60 },
    suppress: ['<|eos|>', '<|im_end|>'],
  };
  const tokens: number[] = [];
  for await (const { tokenIds } of engine.generate(ask)) {
    if (tokens.length === 0) workers[0]!.postMessage({ type: 'lose' });
    tokens.push(...tokenIds);
  }
  expect(workers).toHaveLength(2);
  const cpu = realEngine().engine;
  await cpu.load(card);
  expect(tokens).toEqual((await collect(cpu.generate(ask))).tokenIds);
});

test('after a rest the memory is given back, and the next question loads the model again', async () => {
  const { engine, workers } = realEngine({ idleMs: () => 50 });
  await engine.load(await tinyCard());
  const before = await collect(engine.generate({ prompt, options }));
  expect(workers).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, 120));
  const after = await collect(engine.generate({ prompt, options }));
  expect(workers).toHaveLength(2);
  expect(after.tokenIds).toEqual(before.tokenIds);
  expect(after.stats.cachedTokens).toBe(0);
});

test('a chat that is too long loses its oldest turns, and says so', async () => {
  const { engine } = realEngine();
  await engine.load(await tinyCard());
  const turn = (n: number) => [
    { role: 'user' as const, content: `${n} ${'water '.repeat(12)}` },
    { role: 'assistant' as const, content: 'hill' },
  ];
  const chat = (turns: number) => ({
    kind: 'chat' as const,
    messages: [
      { role: 'system' as const, content: 'Be brief.' },
      ...Array.from({ length: turns }, (_, n) => turn(n)).flat(),
      { role: 'user' as const, content: 'Why?' },
    ],
  });
  const short = await collect(engine.generate({ prompt: chat(1), options }));
  expect(short.stats.dropped).toBeUndefined();
  const long = await collect(engine.generate({ prompt: chat(9), options }));
  expect(long.stats.dropped).toMatch(/oldest examples or turns were left out/);
  expect(long.stats.promptTokens).toBeLessThanOrEqual(512 - 12);
});
