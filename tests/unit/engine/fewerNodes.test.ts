import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { editGraph } from '../../../src/engine/graph/editGraph';
import { fewerNodes } from '../../../src/engine/graph/fewerNodes';
import { nodeField, tensorField } from '../../../src/engine/graph/onnxFields';
import { Nodes } from '../../../src/engine/graph/nodes';
import { fieldsOf, joined, type Field } from '../../../src/engine/graph/wire';

const embedded = new Uint8Array(readFileSync('models/dinghy/onnx/model_quantized.onnx'));

function operators(model: Uint8Array): string[] {
  let all: string[] = [];
  editGraph(model, (fields) => {
    all = new Nodes(fields).all.map(({ op }) => op);
    return null;
  });
  return all;
}

async function open(model: Uint8Array, graphOptimizationLevel: 'all' | 'disabled' = 'all') {
  const session = await InferenceSession.create(model, {
    logSeverityLevel: 3,
    graphOptimizationLevel,
  });
  const states = session.inputNames.filter((name) => name.startsWith('past'));
  const list = (values: number[], dims: number[]) =>
    new Tensor('int64', BigInt64Array.from(values, BigInt), dims);
  return async (ids: number[], past: Record<string, Tensor> | null, before: number) => {
    const none = new Tensor('float32', new Float32Array(0), [1, 2, 0, 32]);
    const { logits, ...present } = await session.run({
      ...(past ?? Object.fromEntries(states.map((name) => [name, none]))),
      input_ids: list(ids, [1, ids.length]),
      attention_mask: list(Array(before + ids.length).fill(1), [1, before + ids.length]),
      position_ids: list(
        ids.map((_, index) => before + index),
        [1, ids.length],
      ),
      num_logits_to_keep: list([ids.length], []),
    });
    const next = Object.fromEntries(
      Object.entries(present).map(([name, state]) => [
        name.replace('present', 'past_key_values'),
        state,
      ]),
    );
    return { scores: [...(logits!.data as Float32Array)], past: next as Record<string, Tensor> };
  };
}

test('the embedded model keeps its scores with two thirds of the operators', async () => {
  const short = joined(editGraph(embedded, fewerNodes)!);
  expect(operators(short).length).toBeLessThan(operators(embedded).length * 0.67);
  expect(operators(short)).toEqual(
    expect.arrayContaining([
      'SimplifiedLayerNormalization',
      'RotaryEmbedding',
      'MatMulIntegerToFloat',
      'FusedMatMul',
      'QuickGelu',
    ]),
  );
  const [a, b] = [await open(embedded), await open(short)];
  const ids = Array.from({ length: 30 }, (_, index) => 20 + ((index * 37) % 4000));
  const [first, second] = [await a(ids, null, 0), await b(ids, null, 0)];
  const later = [await a([77], first.past, 30), await b([77], second.past, 30)];
  for (const [x, y] of [
    [first.scores, second.scores],
    [later[0]!.scores, later[1]!.scores],
  ] as const) {
    const largest = x.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const apart = x.reduce((max, value, index) => Math.max(max, Math.abs(value - y[index]!)), 0);
    // Sums in another order may tip an 8-bit rounding over, here and there.
    expect(apart / largest).toBeLessThan(0.03);
  }
});

/** A graph that normalises `x` over one axis; `more` operators may use what is inside. */
function normalising(axis: number, more: Uint8Array[] = []): Field[] {
  const number = (name: string, ...values: number[]) =>
    tensorField(name, Float32Array.from(values), [values.length]);
  const nodes = [
    nodeField('Mul', ['x', 'x'], ['square']),
    nodeField('ReduceMean', ['square'], ['mean'], { axes: [axis], keepdims: 1 }),
    nodeField('Add', ['mean', 'epsilon'], ['sum']),
    nodeField('Sqrt', ['sum'], ['size']),
    nodeField('Div', ['x', 'size'], ['even']),
    nodeField('Mul', ['even', 'weights'], ['y']),
  ];
  const constants = [number('epsilon', 1e-5), number('weights', 1, 2)];
  return [...nodes, ...more, ...constants].flatMap((field) => [...fieldsOf(field)]);
}

test('scores stay the same where ONNX Runtime improves nothing', async () => {
  const short = joined(editGraph(embedded, fewerNodes)!);
  const [improved, plain] = [await open(short), await open(short, 'disabled')];
  const ids = Array.from({ length: 12 }, (_, index) => 20 + ((index * 37) % 4000));
  const [x, y] = [await improved(ids, null, 0), await plain(ids, null, 0)];
  for (const [index, score] of x.scores.entries()) {
    if (Math.abs(score - y.scores[index]!) > 0.6) throw new Error(`score ${index}`);
  }
});

test('what looks alike but is something else stays as it is', () => {
  expect(fewerNodes(normalising(-1))).not.toBeNull();
  expect(fewerNodes(normalising(-2))).toBeNull();
  expect(fewerNodes(normalising(1))).toBeNull();
  expect(fewerNodes(normalising(-1, [nodeField('Neg', ['size'], ['other'])]))).toBeNull();
});
