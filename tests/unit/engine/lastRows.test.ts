import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { editGraph } from '../../../src/engine/graph/editGraph';
import { fewerNodes } from '../../../src/engine/graph/fewerNodes';
import { lastRows } from '../../../src/engine/graph/lastRows';
import { Nodes } from '../../../src/engine/graph/nodes';
import { ELEMENT } from '../../../src/engine/graph/onnx';
import { outputField } from '../../../src/engine/graph/onnxFields';
import { joined, type Field } from '../../../src/engine/graph/wire';

const read = (path: string) => new Uint8Array(readFileSync(path));
const short = joined(editGraph(read('models/dinghy/onnx/model_quantized.onnx'), fewerNodes)!);
const early = joined(editGraph(short, lastRows)!);

/** Values by name after 21 tokens on nothing and 9 more, of which the last `keep` are wanted. */
async function open(model: Uint8Array) {
  const session = await InferenceSession.create(model, {
    logSeverityLevel: 3,
    graphOptimizationLevel: 'disabled',
  });
  const whole = (from: number, count: number) =>
    BigInt64Array.from({ length: count }, (_, index) => BigInt(from + index));
  const run = (before: number, count: number, keep: number, past: Record<string, Tensor>) =>
    session.run({
      ...past,
      input_ids: new Tensor('int64', whole(400 + before, count), [1, count]),
      attention_mask: new Tensor('int64', new BigInt64Array(before + count).fill(1n), [
        1,
        before + count,
      ]),
      position_ids: new Tensor('int64', whole(before, count), [1, count]),
      num_logits_to_keep: new Tensor('int64', [BigInt(keep)], []),
    });
  return async (keep: number) => {
    const none = new Tensor('float32', new Float32Array(0), [1, 2, 0, 32]);
    const states = session.inputNames.filter((name) => name.startsWith('past'));
    const { logits, ...present } = await run(0, 21, keep, {
      ...Object.fromEntries(states.map((name) => [name, none])),
    });
    const past = Object.fromEntries(
      Object.entries(present).map(([name, state]) => [
        name.replace('present', 'past_key_values'),
        state,
      ]),
    );
    return { first: logits, ...(await run(21, 9, keep, past)) } as Record<string, Tensor>;
  };
}

test.each([1, 3, 0, 30])('scores and states stay the same where %i rows are kept', async (keep) => {
  const [whole, less] = [await (await open(short))(keep), await (await open(early))(keep)];
  expect(Object.keys(less)).toEqual(Object.keys(whole));
  for (const [name, { dims, data }] of Object.entries(whole)) {
    expect(less[name]!.dims).toEqual(dims);
    expect([...(less[name]!.data as Float32Array)]).toEqual([...(data as Float32Array)]);
  }
});

test('the last layer alone takes fewer rows, from its queries on', async () => {
  const products: string[] = [];
  const watched = editGraph(early, (fields) => {
    for (const { op, outputs } of new Nodes(fields).all) {
      if (op === 'FusedMatMul') products.push(outputs[0]!);
    }
    const more = products.map((name) => outputField(name, ELEMENT.float32));
    return [...fields.map(({ whole }) => whole), ...more];
  });
  const run = await open(joined(watched!));
  const rows = async (keep: number) => {
    const values = await run(keep);
    return products.map((name) => values[name]!.dims.at(-2));
  };
  expect(await rows(1)).toEqual([9, 9, 9, 9, 9, 2]);
  expect(await rows(0)).toEqual([9, 9, 9, 9, 9, 9]);
});

test('a graph with something unknown before its last rows stays as it is', () => {
  const changed = (by: (fields: readonly Field[]) => Uint8Array[]) =>
    editGraph(joined(editGraph(short, by)!), lastRows);
  const wholes = (fields: readonly Field[]) => fields.map(({ whole }) => whole);
  expect(changed(wholes)).not.toBeNull();
  // Whoever reads the states of all tokens needs all of them.
  const states = ({ op }: { op: string }) => op === 'SimplifiedLayerNormalization';
  const readAll = (fields: readonly Field[]) => {
    const [x = ''] = new Nodes(fields).all.findLast(states)!.inputs;
    const before = new Nodes(fields).maker(x, 'Slice')!.inputs[0]!;
    return [...wholes(fields), outputField(before, ELEMENT.float32)];
  };
  expect(changed(readAll)).toBeNull();
  for (const other of ['tiny-model/onnx/model.onnx', 'layouts/qwen3/onnx/model_q4.onnx']) {
    expect(editGraph(read(`tests/fixtures/${other}`), lastRows)).toBeNull();
  }
});
