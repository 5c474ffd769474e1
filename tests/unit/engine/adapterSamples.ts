import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { AdapterInput } from '../../../src/engine/graph/adapters';
import { editGraph } from '../../../src/engine/graph/editGraph';
import { linearsOf } from '../../../src/engine/graph/linears';
import { Nodes } from '../../../src/engine/graph/nodes';
import { GRAPH, readTensorHead } from '../../../src/engine/graph/onnx';
import { tensorField } from '../../../src/engine/graph/onnxFields';
import { joined } from '../../../src/engine/graph/wire';

/** Scores of all of 12 tokens. */
export async function scores(model: Uint8Array, adapters: Record<string, Tensor> = {}) {
  const session = await InferenceSession.create(model, {
    logSeverityLevel: 3,
    graphOptimizationLevel: 'disabled',
  });
  const list = (values: number[]) =>
    new Tensor('int64', BigInt64Array.from(values, BigInt), [1, 12]);
  const ids = Array.from({ length: 12 }, (_, index) => 20 + ((index * 37) % 250));
  const known: Record<string, Tensor> = {
    ...adapters,
    input_ids: list(ids),
    attention_mask: list(ids.map(() => 1)),
    position_ids: list(ids.map((_, index) => index)),
    num_logits_to_keep: new Tensor('int64', [12n], []),
  };
  const feeds = session.inputMetadata.map((input) => {
    const [, heads = 0, , width = 0] = input.isTensor ? input.shape.map(Number) : [];
    const none = () => new Tensor('float32', new Float32Array(0), [1, heads, 0, width]);
    return [input.name, known[input.name] ?? none()] as const;
  });
  const { logits } = await session.run(Object.fromEntries(feeds));
  return logits!.data as Float32Array;
}

/** Numbers around 0, from a seed. */
function random(count: number, size: number, seed: number): Float32Array {
  let state = seed * 7919 + 17;
  return Float32Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647 - 0.5) * 2 * size;
  });
}

/** An adapter for each layer; B around 0 by `size`. */
export const fill = (inputs: readonly AdapterInput[], size: number) =>
  Object.fromEntries(
    inputs.map(({ name, dims: [rows, columns] }, index) => {
      const own = name.endsWith('.A') ? 1 / Math.sqrt(rows) : size;
      return [name, new Tensor('float32', random(rows * columns, own, index + 1), [rows, columns])];
    }),
  );

/** The largest difference. */
export const apart = (a: Float32Array, b: Float32Array) =>
  a.reduce((max, value, index) => Math.max(max, Math.abs(value - b[index]!)), 0);
export const largest = (a: Float32Array) => apart(a, new Float32Array(a.length));

/** The model with adapters of some linear layers added to stored 32-bit weights: `W + scale · A · B`. */
export function merged(
  model: Uint8Array,
  scale: number,
  adapters: Record<string, Tensor>,
): Uint8Array {
  const changed = editGraph(model, (fields) => {
    const nodes = new Nodes(fields);
    const weights = new Map<string, Float32Array>();
    for (const { layer, part, y, inputs, outputs } of linearsOf(nodes)) {
      const [a, b] = ['A', 'B'].map((one) => adapters[`lora.layers.${layer}.${part}.${one}`]);
      if (!a || !b) continue;
      const maker = nodes.all.find((node) => node.outputs.includes(y))!;
      const product = nodes.maker(maker.inputs[0], 'MatMul') ?? maker;
      const before = maker.outputs.slice(0, maker.outputs.indexOf(y));
      const widths = nodes.numbers(maker.inputs[1]) ?? [];
      const first = before.reduce((sum, _, index) => sum + widths[index]!, 0);
      const name = product.inputs[1]!;
      const stored = weights.get(name) ?? Float32Array.from(nodes.numbers(name)!);
      const width = nodes.shape(name)![1]!;
      const [down, up] = [a.data as Float32Array, b.data as Float32Array];
      const rank = a.dims[1]!;
      for (let row = 0; row < inputs; row++) {
        for (let column = 0; column < outputs; column++) {
          let sum = 0;
          for (let k = 0; k < rank; k++) sum += down[row * rank + k]! * up[k * outputs + column]!;
          stored[row * width + first + column]! += scale * sum;
        }
      }
      weights.set(name, stored);
    }
    return fields.map(({ number, bytes, whole }) => {
      const { name, dims } = readTensorHead(
        number === GRAPH.initializer ? bytes : new Uint8Array(),
      );
      const now = weights.get(name);
      return now ? tensorField(name, now, dims) : whole;
    });
  });
  return joined(changed!);
}
