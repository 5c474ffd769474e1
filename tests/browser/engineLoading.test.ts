import { expect, test } from 'vitest';
import type { ModelCard, ModelFile } from '../../src/domain/types';
import { readModelCard } from '../../src/engine/modelCards';
import { collect, fixtures, greedy, realEngine, template, tinyCard } from './engineSetup';

const prompt = template('<|read|><|persona|>the other water in a house on the hill<|out|>');
/** SwiftShader takes about 10 s to compile the shaders. */
const slow = { timeout: 90_000 };
const weights = 'onnx/model.onnx';
const change = (path: string, changes: Partial<ModelFile>) => (card: ModelCard) =>
  card.files.map((file) => (file.path === path ? { ...file, ...changes } : file));

test.each([
  {
    name: 'another hash',
    files: change(weights, { sha256: '0'.repeat(64) }),
    code: 'model-file-altered',
  },
  {
    name: 'a byte too few',
    files: change(weights, { sizeBytes: 361849 }),
    code: 'model-file-altered',
  },
  {
    name: 'a byte too many',
    files: change(weights, { sizeBytes: 361851 }),
    code: 'model-file-altered',
  },
  {
    name: 'an altered tokenizer',
    files: change('tokenizer.json', { sha256: '1'.repeat(64) }),
    code: 'model-file-altered',
  },
  {
    name: 'a missing file',
    files: change('config.json', { path: 'chat_template.jinja' }),
    code: 'model-load-failed',
  },
  {
    name: 'a web page in the place of a file',
    files: change(weights, { path: 'onnx/model.onnx_data/../../../../../index.html' }),
    code: 'model-load-failed',
  },
])('$name is refused with a sentence, and a good card still loads', async ({ files, code }) => {
  const { engine } = realEngine();
  const card = await tinyCard();
  const bad = engine.load({ ...card, files: files(card) });
  await expect(bad).rejects.toMatchObject({
    code,
    userMessage: expect.stringContaining('put the original files back'),
  });
  await expect(engine.score({ prompt, continuations: [] })).rejects.toMatchObject({
    code: 'model-not-loaded',
  });
  expect(await engine.load(card)).toMatchObject({ device: 'wasm' });
});

test('a card that is not there is said to be unreadable', async () => {
  await expect(readModelCard('absent', fixtures)).rejects.toMatchObject({
    code: 'model-load-failed',
  });
});

test('auto keeps a small model on WASM; after unload nothing can be asked', async () => {
  const { engine } = realEngine();
  expect(await engine.load(await tinyCard(), { device: 'auto' })).toMatchObject({ device: 'wasm' });
  await engine.unload();
  await expect(engine.score({ prompt, continuations: [] })).rejects.toMatchObject({
    code: 'model-not-loaded',
  });
});

test('an aborted load rejects at once, and the next load works', async () => {
  const { engine } = realEngine();
  const controller = new AbortController();
  const load = engine.load(await tinyCard(), { signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  await expect(load).rejects.toMatchObject({ name: 'AbortError' });
  expect(await engine.load(await tinyCard())).toMatchObject({ device: 'wasm' });
});

test(
  'WebGPU, where it is asked for, gives the tokens of WASM and reuses prefixes',
  slow,
  async () => {
    const gpu = realEngine().engine;
    expect(await gpu.load(await tinyCard(), { device: 'webgpu' })).toMatchObject({
      device: 'webgpu',
      dtype: 'q4',
      notes: [],
    });
    const cpu = realEngine().engine;
    await cpu.load(await tinyCard());
    const expected = await collect(cpu.generate({ prompt, options: greedy }));
    for (let round = 0; round < 3; round++) {
      const { tokenIds, stats } = await collect(gpu.generate({ prompt, options: greedy }));
      expect(tokenIds).toEqual(expected.tokenIds);
      if (round > 0) expect(stats.cachedTokens).toBe(stats.promptTokens);
    }
    const { continuations } = await gpu.score({ prompt, continuations: ['qz', 'kv'] });
    const plain = await cpu.score({ prompt, continuations: ['qz', 'kv'] });
    continuations.forEach(({ logProb }, i) =>
      expect(logProb).toBeCloseTo(plain.continuations[i]!.logProb, 2),
    );
  },
);

test('a GPU that calculates wrongly is found out and left', slow, async () => {
  const { engine } = realEngine(
    {},
    () => new Worker(new URL('./brokenGpuWorker.ts', import.meta.url), { type: 'module' }),
  );
  const loaded = await engine.load(await tinyCard(), { device: 'webgpu' });
  expect(loaded).toMatchObject({ device: 'wasm', notes: [expect.stringContaining('wrongly')] });
  expect((await collect(engine.generate({ prompt, options: greedy }))).tokenIds).not.toEqual([]);
});
