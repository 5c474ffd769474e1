import { describe, expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../src/domain/errors';
import type { ModelCard, ModelDtype } from '../../src/domain/types';
import { choiceOf, type SourceChoice } from '../../src/features/models/downloadLink';
import { insteadOf } from '../../src/features/models/insteadOf';
import type { Machine } from '../../src/features/models/machine';
import { fakeCard } from '../fakeEngine';

const machine: Machine = {
  gpu: { name: 'acme', f16: true, maxBufferBytes: 2 ** 31, simulated: false },
  memoryGb: 8,
  cores: 4,
  isolated: true,
  secure: true,
  freeBytes: 1e11,
};
const copy = (id: string, dtype: ModelDtype, parameters = 6e8): ModelCard => ({
  ...fakeCard,
  id,
  name: id.split('/')[1]!,
  parameters,
  dtype: { wasm: dtype, webgpu: dtype },
  files: [
    {
      path: `onnx/model_${dtype}.onnx`,
      sizeBytes: parameters,
      sha256: 'a'.repeat(64),
      role: 'on-demand',
    },
  ],
});
const ask = async (code: ErrorCode, card: ModelCard, from: SourceChoice | null = null) => {
  const found = await insteadOf(new AppError(code, 'x', 'No.'), card, from, async () => machine);
  return found && { ...found, wish: new URLSearchParams(found.href.split('#')[1]) };
};
const QWEN = 'onnx-community/Qwen3-0.6B-ONNX';

describe('a copy for graphics cards only, where none can be used', () => {
  test('the same model for the processor is offered, with its bytes, from where it came', async () => {
    const mirror: SourceChoice = { kind: 'mirror', address: 'https://m.example' };
    const offered = await ask('model-load-failed', copy(QWEN, 'q4f16'), mirror);
    expect(offered?.label).toMatch(/^Get .+ for the processor \(about 6\d\d MB\)$/);
    expect(Object.fromEntries(offered!.wish)).toEqual({
      id: QWEN,
      source: 'mirror',
      origin: 'https://m.example',
      device: 'wasm',
      dtype: 'int8',
    });
  });

  test('one that no processor holds is replaced by a smaller one, which does not need a card either', async () => {
    const offered = await ask('model-load-failed', copy('HuggingFaceTB/SmolLM3-3B-ONNX', 'q4f16'));
    expect(offered?.sentence).toMatch(/would fit/);
    expect(offered?.label).toMatch(/^Get Qwen3 0\.6B \(about \d+ MB\)$/);
    expect(offered?.wish.get('device')).toBe('wasm');
  });

  test('one that we do not know is asked for without a promise', async () => {
    const offered = await ask('model-load-failed', copy('some/model', 'q4f16'));
    expect(offered?.label).toBe('Get model for the processor');
    expect(offered?.wish.get('source')).toBe('hub');
    expect(offered?.wish.has('dtype')).toBe(false);
  });
});

test('where memory is short, a smaller one is named, with its bytes', async () => {
  const offered = await ask('out-of-memory', copy('some/model', 'int8', 5e8));
  expect(offered?.sentence).toMatch(/would fit\.$/);
  expect(offered?.label).toMatch(/^Get .+ \(about \d+ MB\)$/);
  expect(await ask('out-of-memory', copy('some/model', 'int8', 1000))).toBeNull();
});

test('a damaged file, or weights that are there, are not replaced', async () => {
  expect(await ask('model-file-altered', copy(QWEN, 'q4f16'))).toBeNull();
  expect(await ask('model-load-failed', copy(QWEN, 'int8'))).toBeNull();
});

test('a stored model knows where it came from', () => {
  expect(choiceOf({ kind: 'disk' })).toBeNull();
  expect(choiceOf({ kind: 'site' })).toEqual({ kind: 'site' });
  const mirror = { kind: 'mirror', origin: 'https://a', filesOrigin: 'https://b' } as const;
  expect(choiceOf(mirror)).toEqual({ kind: 'mirror', address: 'https://a', files: 'https://b' });
});
