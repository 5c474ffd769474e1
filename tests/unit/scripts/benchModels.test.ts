import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { llamaGguf } from '../../../scripts/bench/models/gguf';
import { llamaGraph, type Shape } from '../../../scripts/bench/models/llamaGraph';
import type { Weights } from '../../../scripts/bench/models/linear';
import { withLongerTables } from '../../../scripts/bench/models/longerTables';
import { withPlainAttention } from '../../../src/engine/graph/plainAttention';
import { joined } from '../../../src/engine/graph/wire';

const shape: Shape = {
  layers: 2,
  hidden: 64,
  heads: 4,
  groups: 2,
  ffn: 96,
  vocabulary: 320,
  positions: 64,
};

async function scores(model: Uint8Array, count: number): Promise<Float32Array> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const whole = (values: bigint[], dims: number[]) =>
    new Tensor('int64', BigInt64Array.from(values), dims);
  const heads = session.inputMetadata.find(({ name }) => name.startsWith('past'));
  const dims = (heads as InferenceSession.TensorValueMetadata).shape.map(Number);
  const none = new Tensor('float32', new Float32Array(0), [1, dims[1]!, 0, dims[3]!]);
  const ids = Array.from({ length: count }, (_, i) => BigInt((i * 37) % 300));
  const { logits } = await session.run({
    input_ids: whole(ids, [1, count]),
    attention_mask: whole(Array<bigint>(count).fill(1n), [1, count]),
    num_logits_to_keep: whole([1n], []),
    ...Object.fromEntries(
      session.inputNames.filter((name) => name.startsWith('past')).map((name) => [name, none]),
    ),
    ...(session.inputNames.includes('position_ids')
      ? {
          position_ids: whole(
            ids.map((_, i) => BigInt(i)),
            [1, count],
          ),
        }
      : {}),
  });
  return logits!.data as Float32Array;
}

test.each<Weights>(['int8', 'int8-columns', 'q4', 'q4-int8'])(
  'random weights as %s run, and in plain attention to the same scores',
  async (weights) => {
    const model = llamaGraph(shape, weights);
    expect(llamaGraph(shape, weights)).toEqual(model); // seeded
    const [fused, plain] = [
      await scores(model, 20),
      await scores(joined(withPlainAttention(model)!), 20),
    ];
    expect(fused).toHaveLength(shape.vocabulary);
    const spread = Math.sqrt(fused.reduce((sum, x) => sum + x * x, 0) / fused.length);
    expect(spread).toBeGreaterThan(0.1);
    // Bytes are rounded by the largest number of a whole chunk, which the last digit can tip over.
    const off = fused.reduce((max, x, i) => Math.max(max, Math.abs(x - plain[i]!)), 0);
    expect(off).toBeLessThan(0.05 * spread);
  },
);

test('our own model with longer tables gives its own scores, and goes on beyond 512 tokens', async () => {
  const own = new Uint8Array(readFileSync('models/dinghy/onnx/model_quantized.onnx'));
  const longer = withLongerTables(own, 1024);
  const [a, b] = [await scores(own, 40), await scores(longer, 40)];
  expect(b.reduce((max, x, i) => Math.max(max, Math.abs(x - a[i]!)), 0)).toBeLessThan(1e-3);
  expect((await scores(longer, 600)).every(Number.isFinite)).toBe(true);
});

test('a GGUF file says what it holds', () => {
  const tokens = Array.from({ length: shape.vocabulary }, (_, i) => `t${i}`);
  const vocabulary = { tokens, special: new Set([1, 2]), merges: ['a b'], beginning: 1, end: 2 };
  const file = llamaGguf(shape, vocabulary);
  const view = new DataView(file.buffer);
  expect(new TextDecoder().decode(file.subarray(0, 4))).toBe('GGUF');
  expect(view.getUint32(4, true)).toBe(3);
  expect(view.getBigUint64(8, true)).toBe(2n + 9n * 2n); // tensors
  expect(file.length % 32).toBe(0);
});
