import { GraphWriter } from '../../../src/engine/graph/graphWriter';
import { ELEMENT, GRAPH, MICROSOFT, MODEL } from '../../../src/engine/graph/onnx';
import { bytesField, joined, numberField } from '../../../src/engine/graph/wire';
import { linear, type Weights } from './linear';
import { INT8_SPREAD, randomInt8 } from './random';

/** Size of a model of the Llama kind. */
export interface Shape {
  layers: number;
  hidden: number;
  heads: number;
  groups: number;
  ffn: number;
  vocabulary: number;
  positions: number;
}

/** SmolLM2-135M. @source its config.json, as noted in peers.md */
export const SMOL: Shape = {
  layers: 30,
  hidden: 576,
  heads: 9,
  groups: 3,
  ffn: 1536,
  vocabulary: 49152,
  positions: 2048,
};

const EPSILON = { float: 1e-5 };

/**
 * A model with random weights as the hub's exports are laid out: fused attention, fused norms,
 * `num_logits_to_keep`, embedding and output tied.
 */
export function llamaGraph(shape: Shape, weights: Weights): Uint8Array {
  const { layers, hidden, heads, groups, ffn, vocabulary } = shape;
  const width = hidden / heads;
  const writer = new GraphWriter('');
  const { op, list, whole } = writer;
  let seed = 1;
  const dense = (x: string, inputs: number, outputs: number) =>
    linear(writer, x, { inputs, outputs, weights, seed: seed++ });
  const ones = writer.tensor('ones', new Float32Array(hidden).fill(1), [hidden]);
  const [cos, sin] = tables(writer, shape.positions, width);

  const total = op('Gather', [op('Shape', ['attention_mask']), whole(1)]);
  const sum = op('ReduceSum', ['attention_mask', list(1)], { keepdims: 0 });
  const lengths = op('Cast', [op('Sub', [sum, whole(1)])], { to: 6 });
  const total32 = op('Cast', [total], { to: 6 });

  const table = randomInt8(vocabulary * hidden, 99);
  const embed = writer.tensor('embed', table, [vocabulary, hidden]);
  const rows = op('Cast', [op('Gather', [embed, 'input_ids'])], { to: ELEMENT.float32 });
  let x = op('Mul', [rows, writer.float(1 / INT8_SPREAD)]);
  let normed = op('SimplifiedLayerNormalization', [x, ones], {
    axis: -1,
    epsilon: EPSILON,
    stash_type: 1,
  });
  for (let layer = 0; layer < layers; layer++) {
    const states = ['key', 'value'].map((kind) => `past_key_values.${layer}.${kind}`);
    const q = dense(normed, hidden, heads * width);
    const k = dense(normed, hidden, groups * width);
    const v = dense(normed, hidden, groups * width);
    const seen = writer.many(
      'GroupQueryAttention',
      [q, k, v, ...states, lengths, total32, cos, sin],
      [`attended${layer}`, `present.${layer}.key`, `present.${layer}.value`],
      { num_heads: heads, kv_num_heads: groups, do_rotary: 1, scale: { float: width ** -0.5 } },
      MICROSOFT,
    );
    [normed, x] = addAndNorm(writer, dense(seen, heads * width, hidden), x, ones, `a${layer}`);
    const gate = dense(normed, hidden, ffn);
    const up = dense(normed, hidden, ffn);
    const inner = op('Mul', [op('Mul', [gate, op('Sigmoid', [gate])]), up]);
    [normed, x] = addAndNorm(writer, dense(inner, ffn, hidden), x, ones, `b${layer}`);
  }
  const start = op('Reshape', [op('Neg', ['num_logits_to_keep']), list(1)]);
  const last = op('Slice', [normed, start, list(2 ** 40), list(1)]);
  const turned = { table, rows: vocabulary };
  const scores = linear(writer, last, { inputs: hidden, outputs: vocabulary, weights, turned });
  writer.op('Identity', [scores], {}, { output: 'logits' });
  return modelOf(writer, shape, width);
}

function addAndNorm(writer: GraphWriter, x: string, skip: string, ones: string, name: string) {
  const outputs = [`${name}normed`, '', '', `${name}sum`];
  const attributes = { epsilon: EPSILON };
  const kind = 'SkipSimplifiedLayerNormalization';
  writer.many(kind, [x, skip, ones], outputs, attributes, MICROSOFT);
  return [`${name}normed`, `${name}sum`] as const;
}

function tables(writer: GraphWriter, positions: number, width: number): [string, string] {
  const half = width / 2;
  const angles = Array.from(
    { length: positions * half },
    (_, i) => Math.floor(i / half) / 10000 ** ((i % half) / half),
  );
  const table = (name: string, f: (angle: number) => number) =>
    writer.tensor(name, Float32Array.from(angles, f), [positions, half]);
  return [table('cos', Math.cos), table('sin', Math.sin)];
}

type Dim = number | string;

function modelOf(writer: GraphWriter, { layers, groups, vocabulary }: Shape, width: number) {
  const info = (field: number, name: string, type: number, dims: Dim[]) => {
    const shape = dims.map((dim) =>
      bytesField(1, typeof dim === 'number' ? numberField(1, dim) : bytesField(2, dim)),
    );
    const tensor = joined([numberField(1, type), bytesField(2, joined(shape))]);
    return bytesField(field, joined([bytesField(1, name), bytesField(2, bytesField(1, tensor))]));
  };
  const states = (field: number, kind: string, tokens: string) =>
    Array.from({ length: layers }, (_, layer) =>
      ['key', 'value'].map((part) =>
        info(field, `${kind}.${layer}.${part}`, ELEMENT.float32, [
          'batch_size',
          groups,
          tokens,
          width,
        ]),
      ),
    ).flat();
  const graph = [
    ...writer.nodes,
    bytesField(2, 'llama'),
    ...writer.constants,
    info(GRAPH.input, 'input_ids', ELEMENT.int64, ['batch_size', 'sequence_length']),
    info(GRAPH.input, 'attention_mask', ELEMENT.int64, ['batch_size', 'total_sequence_length']),
    info(GRAPH.input, 'num_logits_to_keep', ELEMENT.int64, []),
    ...states(GRAPH.input, 'past_key_values', 'past_sequence_length'),
    info(12, 'logits', ELEMENT.float32, ['batch_size', 'num_logits', vocabulary]),
    ...states(12, 'present', 'total_sequence_length'),
  ];
  const operators = (domain: string, version: number) =>
    bytesField(MODEL.opset, joined([bytesField(1, domain), numberField(2, version)]));
  return joined([
    numberField(1, 8),
    bytesField(2, 'whose-boat-bench'),
    operators('', 17),
    operators(MICROSOFT, 1),
    bytesField(MODEL.graph, joined(graph)),
  ]);
}
