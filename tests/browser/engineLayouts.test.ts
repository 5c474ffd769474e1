import { describe, expect, test } from 'vitest';
import { collect, greedy, realEngine, template, tinyCard } from './engineSetup';
import { FAMILIES, loaded, SPLIT, stored } from './layouts';

/** SwiftShader takes about 10 s to compile the shaders. */
const slow = { timeout: 120_000 };
const prompt = template('<|read|>the other water in a house on the hill, and then some<|out|>');
/** Drawn with a seed: a tied, scaled embedding of random weights would repeat itself when greedy. */
const options = { ...greedy, maxNewTokens: 12, temperature: 1.5 };
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
  { family: 'llama', kinds: ['fp32'] }, // as one file it runs in engineLoading.test.ts
  { family: 'qwen3', kinds: ['q4', 'fp32'] },
  { family: 'gemma3', kinds: ['q4', 'fp32'] },
  { family: 'lfm2', kinds: ['q4', 'fp32'] },
] as const)(
  '$family gives on WebGPU the odds of WASM, as one file (q4) and with external data (fp32)',
  slow,
  async ({ family, kinds }) => {
    const cpu = await loaded(family, 'wasm', 'fp32');
    const ask = { prompt, continuations: ['qz'], next: 5 };
    const here = await cpu.engine.score(ask);
    for (const dtype of kinds) {
      const gpu = await loaded(family, 'webgpu', dtype);
      expect(gpu.info).toMatchObject({ device: 'webgpu', dtype, notes: [] });
      const there = await gpu.engine.score(ask);
      expect(there.stats.promptTokens).toBeGreaterThan(32); // beyond what a broken GPU gets right
      expect(there.next.map(({ tokenId }) => tokenId)).toEqual(here.next.map((o) => o.tokenId));
      expect(there.continuations[0]!.logProb).toBeCloseTo(here.continuations[0]!.logProb, 2);
      for (const worker of gpu.workers) worker.terminate();
    }
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
