import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withAdapters } from '../../../src/engine/graph/adapters';
import { editGraph } from '../../../src/engine/graph/editGraph';
import { linearsOf } from '../../../src/engine/graph/linears';
import { Nodes } from '../../../src/engine/graph/nodes';
import { nodeField, tensorField } from '../../../src/engine/graph/onnxFields';
import { fieldsOf, joined } from '../../../src/engine/graph/wire';
import { changedParts } from '../../../src/engine/wasmGraph';
import { apart, fill, largest, merged, scores } from './adapterSamples';

const read = (path: string) => new Uint8Array(readFileSync(path));
const fp32 = read('models/dinghy/onnx/model.onnx');
const int8 = read('models/dinghy/onnx/model_quantized.onnx');
const queriesAndValues = { parts: ['q', 'v'], rank: 4, scale: 0.5 } as const;
const all = { ...queriesAndValues, parts: ['q', 'k', 'v', 'o', 'gate', 'up', 'down'] } as const;

const GRAPHS = [
  'models/dinghy/onnx/model.onnx',
  'tests/fixtures/tiny-model/onnx/model.onnx',
  'tests/fixtures/tiny-model/onnx/model_q4.onnx', // fused attention; 32-bit weights, whatever its name
];

describe.each(GRAPHS)('adapters of %s', (path) => {
  const model = read(path);

  test.each([queriesAndValues, all])(
    'are what weights with them added are: $parts',
    async (choice) => {
      const { model: parts, inputs } = withAdapters(model, choice)!;
      const adapted = joined(parts);
      const own = fill(inputs, 0.2);
      const [off, on] = [await scores(model), await scores(adapted, own)];
      expect(apart(off, on)).toBeGreaterThan(0.1);
      expect(apart(await scores(merged(model, choice.scale, own)), on)).toBeLessThan(1e-4);
      expect(apart(await scores(adapted, fill(inputs, 0)), off)).toBeLessThan(1e-6);
    },
  );
});

test('the 8-bit graph takes the same adapters, and they do the same', async () => {
  const [a, b] = [withAdapters(fp32, queriesAndValues)!, withAdapters(int8, queriesAndValues)!];
  expect(b.inputs).toEqual(a.inputs);
  const own = fill(a.inputs, 1);
  const adapted = joined(b.model);
  const [exact, near] = [await scores(joined(a.model), own), await scores(adapted, own)];
  const off = await scores(int8);
  expect(apart(await scores(adapted, fill(b.inputs, 0)), off)).toBeLessThan(1e-6);
  // Unless they do in 8 bits what they do in 32, this is about one.
  expect(apart(exact, near) / apart(off, near)).toBeLessThan(0.5);
});

test.each([fp32, int8])(
  'what is done to graphs for WASM is done to one with adapters',
  async (model) => {
    const { model: parts, inputs } = withAdapters(model, all)!;
    const adapted = joined(parts);
    const ready = joined(changedParts(adapted)!);
    const plain = joined(changedParts(model)!);
    const count = (graph: Uint8Array) => {
      let nodes = 0;
      editGraph(graph, (fields) => ((nodes = new Nodes(fields).all.length), null));
      return nodes;
    };
    // Four operators for each of seven parts of six layers; as many replaced as ever.
    expect(count(adapted) - count(model)).toBe(4 * 7 * 6);
    expect(count(ready) - count(plain)).toBe(4 * 7 * 6);
    const change = async (size: number) => {
      const own = fill(inputs, size);
      const [x, y] = [await scores(adapted, own), await scores(ready, own)];
      return apart(x, y) / largest(x);
    };
    expect(await change(0)).toBeLessThan(1e-6);
    const changes = await Promise.all([0.02, 0.05, 0.1].map(change));
    // As `fewerNodes` by itself: sums in another order may tip an 8-bit rounding over, with some adapters further than with others.
    if (model === fp32) expect(Math.max(...changes)).toBeLessThan(1e-5);
    else expect(changes.reduce((sum, x) => sum + x, 0) / changes.length).toBeLessThan(0.03);
  },
);

test('names and shapes of the inputs are told; what is given stays as it is', () => {
  const before = Buffer.from(int8);
  const { inputs } = withAdapters(int8, queriesAndValues)!;
  expect(inputs).toHaveLength(24);
  for (const file of ['model', 'model_fp16', 'model_q4']) {
    expect(withAdapters(read(`models/dinghy/onnx/${file}.onnx`), queriesAndValues)!.inputs).toEqual(
      inputs,
    );
  }
  expect(inputs.slice(0, 4)).toEqual([
    { name: 'lora.layers.0.q.A', dims: [192, 4] },
    { name: 'lora.layers.0.q.B', dims: [4, 192] },
    { name: 'lora.layers.0.v.A', dims: [192, 4] },
    { name: 'lora.layers.0.v.B', dims: [4, 64] },
  ]);
  expect(before.equals(int8)).toBe(true);
  expect(before.includes('lora.')).toBe(false);
  expect(withAdapters(int8, { ...queriesAndValues, parts: [] })).toBeNull();
});

test('layers are known by the names of their weights, however these are stored', () => {
  const weights = (name: string, dims: number[]) =>
    tensorField(name, new Int8Array(dims.reduce((product, dim) => product * dim, 1)), dims);
  const hub = 'model.layers.12.attn.q_proj.MatMul.weight';
  const fields = [
    nodeField('MatMulNBits', ['x', hub], ['y'], { K: 32, N: 16, bits: 4 }),
    weights(hub, [16, 1, 16]),
    nodeField('DynamicQuantizeLinear', ['u'], ['bytes', 'step', 'middle']),
    nodeField('MatMulInteger', ['bytes', 'layers.3.mlp.up_proj.weight', 'middle'], ['sums']),
    nodeField('Cast', ['sums'], ['numbers'], { to: 1 }),
    nodeField('Mul', ['numbers', 'step'], ['z']),
    weights('layers.3.mlp.up_proj.weight', [8, 4]),
    nodeField('MatMul', ['x', 'layers.3.attn.q_norm.weight'], ['other']),
    weights('layers.3.attn.q_norm.weight', [8, 4]),
    nodeField('MatMul', ['x', 'y'], ['scores']),
  ].flatMap((field) => [...fieldsOf(field)]);
  expect(linearsOf(new Nodes(fields))).toEqual([
    { layer: 12, part: 'q', x: 'x', y: 'y', inputs: 32, outputs: 16 },
    { layer: 3, part: 'up', x: 'u', y: 'z', inputs: 8, outputs: 4 },
  ]);
});
