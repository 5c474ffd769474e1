import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ModelCard } from '../../src/domain/types';
import type { GpuFacts } from '../../src/engine/gpu';
import { ladder } from '../../src/engine/placement';
import { checkCard } from '../../src/engine/modelCards';
import { engineFiles } from '../../src/engine/modelFiles';
import { threadCount } from '../../src/engine/runtime';
import { Sha1 } from '../../src/domain/sha1';
import { pureSha256, sha256 } from '../../src/domain/sha256';
import { fakeCard } from '../fakeEngine';

const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31 + 7) % 256);

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 70000])('SHA-1 of %i bytes', (length) => {
  const half = length >> 1;
  const pieces = [bytes(length).subarray(0, half), bytes(length).subarray(half)];
  const hash = pieces.reduce((sum, piece) => sum.update(piece), new Sha1());
  expect(hash.hex()).toBe(createHash('sha1').update(bytes(length)).digest('hex'));
});

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 70000])(
  'SHA-256 of %i bytes',
  async (length) => {
    const expected = createHash('sha256').update(bytes(length)).digest('hex');
    expect(pureSha256(bytes(length))).toBe(expected);
    expect(await sha256(bytes(length))).toBe(expected);
  },
);

describe('where a model runs', () => {
  const gpu: GpuFacts = { fallback: false, f16: true, maxBufferBytes: 1e9 };
  const file = (path: string, sizeBytes: number) =>
    ({ path, sizeBytes, sha256: 'a'.repeat(64), role: 'on-demand' }) as const;
  const large: ModelCard = {
    ...fakeCard,
    parameters: 600e6,
    dtype: { wasm: 'q8', webgpu: 'q4f16' },
    files: [
      file('onnx/model_q4f16.onnx', 4e8),
      file('onnx/model_q4.onnx', 5e8),
      file('onnx/model_quantized.onnx', 6e8),
    ],
  };
  test.each<{
    name: string;
    card?: ModelCard;
    wanted: 'auto' | 'wasm' | 'webgpu';
    gpu: GpuFacts | null;
    result: string;
    note: RegExp | null;
  }>([
    { name: 'a large model on a GPU', wanted: 'auto', gpu, result: 'webgpu q4f16', note: null },
    {
      name: 'a small model stays',
      card: fakeCard,
      wanted: 'auto',
      gpu,
      result: 'wasm q8',
      note: null,
    },
    { name: 'WASM as asked', wanted: 'wasm', gpu, result: 'wasm q8', note: null },
    { name: 'no GPU', wanted: 'auto', gpu: null, result: 'wasm q8', note: /no graphics/ },
    {
      name: 'a simulated GPU',
      wanted: 'auto',
      gpu: { ...gpu, fallback: true },
      result: 'wasm q8',
      note: /simulated/,
    },
    {
      name: 'a simulated GPU, as asked',
      wanted: 'webgpu',
      gpu: { ...gpu, fallback: true },
      result: 'webgpu q4f16',
      note: null,
    },
    {
      name: 'no 16-bit numbers',
      wanted: 'auto',
      gpu: { ...gpu, f16: false },
      result: 'webgpu q4',
      note: /4-bit/,
    },
    {
      name: 'too small a buffer',
      wanted: 'auto',
      gpu: { ...gpu, maxBufferBytes: 3e8 },
      result: 'wasm q8',
      note: /too large/,
    },
    {
      name: 'no weights for it',
      card: { ...large, files: [] },
      wanted: 'webgpu',
      gpu,
      result: 'wasm q8',
      note: /weights/,
    },
  ])('$name', ({ card = large, wanted, gpu: facts, result, note }) => {
    const [placed] = ladder(card, wanted, facts);
    expect(`${placed!.device} ${placed!.dtype}`).toBe(result);
    if (note) expect(placed!.note).toMatch(note);
    else expect(placed!.note).toBeNull();
  });
});

describe('a card', () => {
  test('that is right is taken', () => expect(checkCard(fakeCard, 'fake')).toBe(fakeCard));
  test.each([
    { name: 'no object', card: 'x', says: 'id' },
    { name: 'another id', card: { ...fakeCard, id: 'other' }, says: 'id' },
    { name: 'no files', card: { ...fakeCard, files: [] }, says: 'files' },
    {
      name: 'an unknown dtype',
      card: { ...fakeCard, dtype: { wasm: 'q8', webgpu: 'q9' } },
      says: 'dtype.webgpu',
    },
    { name: 'no context', card: { ...fakeCard, contextTokens: 0 }, says: 'contextTokens' },
    ...['../secret', '/etc/x', 'a/../../b', 'http://x/y', 'a?b', 'a\\b', '..'].map((path) => ({
      name: `the path ${path}`,
      card: { ...fakeCard, files: [{ ...fakeCard.files[0]!, path }] },
      says: 'files',
    })),
  ])('with $name is refused', ({ card, says }) => {
    expect(() => checkCard(card, 'fake')).toThrow(`card.json: ${says}`);
  });
});

test('the worker reads settings and the weights of one dtype, with their data files', () => {
  const paths = [
    'config.json',
    'tokenizer.json',
    'topics.json',
    'onnx/model.onnx',
    'onnx/model_q4.onnx',
    'onnx/model_q4.onnx_data',
    'onnx/model_q4.onnx_data_1',
    'onnx/model_q4f16.onnx',
  ];
  const files = paths.map((path) => ({ ...fakeCard.files[0]!, path }));
  expect(engineFiles({ ...fakeCard, files }, 'q4').map(({ path }) => path)).toEqual([
    'config.json',
    'tokenizer.json',
    'onnx/model_q4.onnx',
    'onnx/model_q4.onnx_data',
    'onnx/model_q4.onnx_data_1',
  ]);
});

describe('threads', () => {
  test.each([
    { name: 'none without isolation', isolated: false, wanted: 4, parameters: 1e9, threads: 1 },
    { name: 'as asked', isolated: true, wanted: 2, parameters: 1e6, threads: 2 },
    { name: 'one for a small model', isolated: true, wanted: null, parameters: 4e6, threads: 1 },
  ])('$name', ({ isolated, wanted, parameters, threads }) => {
    vi.stubGlobal('crossOriginIsolated', isolated);
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(threadCount(wanted, parameters)).toBe(threads);
  });
});
