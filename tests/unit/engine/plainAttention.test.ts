import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import type { Tensor as HubTensor } from '@huggingface/transformers';
import { editGraph } from '../../../src/engine/graph/editGraph';
import { freshStates } from '../../../src/engine/graph/freshStates';
import { withPlainAttention } from '../../../src/engine/graph/plainAttention';
import { joined } from '../../../src/engine/graph/wire';
import { withFresh } from '../../../src/engine/growingState';

/** Random weights with GroupQueryAttention (tests/fixtures/tiny-model/make.py). */
const FUSED = ['tiny-model', 'layouts/qwen3'];
const read = (path: string) => new Uint8Array(readFileSync(`tests/fixtures/${path}`));

interface Run {
  ids: number[][];
  mask: number[][];
  past?: Record<string, Tensor> | undefined;
}

async function open(model: Uint8Array) {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const states = session.inputNames.filter((name) => name.startsWith('past'));
  const table = (rows: number[][]) =>
    new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]!.length]);
  const shape = session.inputMetadata.find((input) => input.name === states[0]);
  const [, heads, , width] = (shape as InferenceSession.TensorValueMetadata).shape.map(Number);
  return async ({ ids, mask, past }: Run) => {
    const none = new Tensor('float32', new Float32Array(0), [ids.length, heads!, 0, width!]);
    const outputs = await session.run({
      input_ids: table(ids),
      attention_mask: table(mask),
      num_logits_to_keep: new Tensor('int64', [BigInt(ids[0]!.length)], []),
      ...(past ?? Object.fromEntries(states.map((name) => [name, none]))),
    });
    const { logits, ...present } = outputs;
    const next = Object.fromEntries(
      Object.entries(present).map(([name, t]) => [name.replace('present', 'past_key_values'), t]),
    ) as Record<string, Tensor>;
    return { logits: logits!.data as Float32Array, past: next };
  };
}

const ids = (count: number, start = 30) =>
  Array.from({ length: count }, (_, i) => start + ((i * 37) % 200));
const ones = (count: number) => Array<number>(count).fill(1);
function difference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);
}

describe.each(FUSED)('the fused graph of %s', (folder) => {
  test('gives the same scores and states in plain operators, read at once and in pieces', async () => {
    const model = read(`${folder}/onnx/model_q4.onnx`);
    const plainModel = joined(withPlainAttention(model)!);
    const [fused, plain] = [await open(model), await open(plainModel)];
    const first = { ids: [ids(41)], mask: [ones(41)] };
    const [a, b] = [await fused(first), await plain(first)];
    expect(difference(a.logits, b.logits)).toBeLessThan(1e-4);
    for (const [name, state] of Object.entries(a.past)) {
      expect(b.past[name]!.dims).toEqual(state.dims);
      expect(
        difference(b.past[name]!.data as Float32Array, state.data as Float32Array),
      ).toBeLessThan(1e-4);
    }
    for (const count of [9, 1]) {
      const more = { ids: [ids(count, 60)], mask: [ones(41 + count)] };
      const [c, d] = [
        await fused({ ...more, past: a.past }),
        await plain({ ...more, past: b.past }),
      ];
      expect(difference(c.logits, d.logits)).toBeLessThan(1e-4);
    }
  });

  test('in plain operators a padded row of a batch is what it is alone', async () => {
    const plain = await open(joined(withPlainAttention(read(`${folder}/onnx/model_q4.onnx`))!));
    const [long, short] = [ids(20), ids(13, 70)];
    const padding = Array<number>(7).fill(0);
    const batch = await plain({
      ids: [long, [...padding, ...short]],
      mask: [ones(20), [...padding, ...ones(13)]],
    });
    const vocabulary = batch.logits.length / 40;
    const alone = await plain({ ids: [short], mask: [ones(13)] });
    const last = batch.logits.subarray(-vocabulary);
    expect(difference(last, alone.logits.subarray(-vocabulary))).toBeLessThan(1e-4);

    const step = await plain({
      ids: [[50], [51]],
      mask: [ones(21), [...padding, ...ones(14)]],
      past: batch.past,
    });
    const stepAlone = await plain({ ids: [[51]], mask: [ones(14)], past: alone.past });
    expect(difference(step.logits.subarray(-vocabulary), stepAlone.logits)).toBeLessThan(1e-4);
  });
});

test.each([
  { folder: 'tiny-model', name: 'model.onnx', states: 4 },
  { folder: 'layouts/gemma3', name: 'model_q4.onnx', states: 4 },
])('$folder gives what new tokens add, and not the whole', async ({ folder, name, states }) => {
  const model = read(`${folder}/onnx/${name}`);
  const run = async (graph: Uint8Array) => {
    const session = await InferenceSession.create(graph, { logSeverityLevel: 3 });
    const table = (values: number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const meta = session.inputMetadata.find(({ name: input }) => input.startsWith('past'));
    const dims = (meta as InferenceSession.TensorValueMetadata).shape.map(Number);
    const [heads, width] = [dims[1]!, dims[3]!];
    const data = new Float32Array(heads * 5 * width).map((_, i) => Math.sin(i));
    const past = new Tensor('float32', data, [1, heads, 5, width]);
    const names = session.inputNames.filter((input) => input.startsWith('past'));
    const outputs = await session.run({
      input_ids: table(ids(3)),
      attention_mask: table(ones(8)),
      position_ids: table([5, 6, 7]),
      ...Object.fromEntries(names.map((input) => [input, past])),
    });
    return { outputs, past };
  };
  const { outputs: whole, past } = await run(model);
  const { outputs } = await run(joined(editGraph(model, freshStates)!));
  const fresh = Object.keys(outputs).filter((output) => output.startsWith('fresh.'));
  expect(Object.keys(outputs)).toHaveLength(1 + states);
  expect(fresh).toHaveLength(states);
  expect([...(outputs.logits!.data as Float32Array)]).toEqual([
    ...(whole.logits!.data as Float32Array),
  ]);
  for (const output of fresh) {
    const [before, own] = [past, outputs[output]] as unknown as [HubTensor, HubTensor];
    const all = withFresh(before, own, false).data as Float32Array;
    expect([...all]).toEqual([
      ...(whole[output.replace('fresh', 'present')]!.data as Float32Array),
    ]);
  }
});

test('a fused graph has no new states by themselves until it is plain', () => {
  const model = read('tiny-model/onnx/model_q4.onnx');
  expect(editGraph(model, freshStates)).toBeNull();
  const plain = joined(withPlainAttention(model)!);
  expect(editGraph(plain, freshStates)).not.toBeNull();
});

test('a graph without fused attention is left alone', () => {
  expect(withPlainAttention(read('tiny-model/onnx/model.onnx'))).toBeNull();
  expect(withPlainAttention(read('layouts/gemma3/onnx/model_q4.onnx'))).toBeNull();
});

test('what is no model is refused, not looped over', () => {
  expect(() => withPlainAttention(new TextEncoder().encode('<!doctype html><title>404'))).toThrow(
    RangeError,
  );
  const model = read('tiny-model/onnx/model_q4.onnx');
  expect(() => withPlainAttention(model.subarray(0, model.length - 9))).toThrow(RangeError);
  expect(withPlainAttention(new Uint8Array(0))).toBeNull();
});
