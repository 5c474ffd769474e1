import { editGraph } from './editGraph';
import { GraphWriter } from './graphWriter';
import { linearsOf, type Linear, type LinearPart } from './linears';
import { Nodes } from './nodes';
import { ELEMENT } from './onnx';
import { inputField, renamed } from './onnxFields';

/** Which linear layers get an adapter, and of what size. */
export interface AdapterChoice {
  parts: readonly LinearPart[];
  rank: number;
  /** What the product of both matrices is multiplied with. */
  scale: number;
}

/** A new input of the graph: `lora.layers.0.q.A` of (inputs, rank), `….B` of (rank, outputs). */
export interface AdapterInput {
  name: string;
  dims: readonly [number, number];
}

/** A model with room for adapters. */
export interface Adapted {
  /** The model in parts, most of them views of what was given. */
  model: Uint8Array[];
  /** Two for each adapter; each run of the graph wants them all, as 32-bit numbers. */
  inputs: AdapterInput[];
}

/**
 * Lets linear layers take low-rank adapters (LoRA) as inputs: `y + scale · (x · A) · B`. A model that
 * is not rewritten has none of it and pays nothing. Goes before what `wasmGraph.ts` does to a graph,
 * which then works as ever.
 *
 * Nothing loads a model so yet: training in the tab, for which this is made, comes with its own issue.
 *
 * @returns `null` where no layer of these kinds is known by the name of its weights
 * @throws {RangeError} when it is no model
 */
export function withAdapters(model: Uint8Array, choice: AdapterChoice): Adapted | null {
  const inputs: AdapterInput[] = [];
  const parts = editGraph(model, (fields) => {
    const nodes = new Nodes(fields);
    const wanted = linearsOf(nodes).filter(({ part }) => choice.parts.includes(part));
    if (wanted.length === 0) return null;
    const writer = new GraphWriter('lora.');
    const changed = new Map<Uint8Array, Uint8Array[]>();
    for (const { outputs, field } of nodes.all) {
      const own = wanted.filter(({ y }) => outputs.includes(y));
      if (own.length === 0) continue;
      const names = new Map(own.map(({ y }) => [y, `${y}.plain`]));
      for (const linear of own) inputs.push(...writeAdapter(writer, linear, choice));
      changed.set(field, [renamed(field, names), ...writer.nodes.splice(0)]);
    }
    return [
      ...fields.flatMap(({ whole }) => changed.get(whole) ?? [whole]),
      ...writer.constants,
      ...inputs.map(({ name, dims }) => inputField(name, ELEMENT.float32, dims)),
    ];
  });
  return parts && { model: parts, inputs };
}

/** Puts an adapter between `y.plain` and those who read `y`. */
function writeAdapter(writer: GraphWriter, linear: Linear, { rank, scale }: AdapterChoice) {
  const { layer, part, x, y, inputs, outputs } = linear;
  const [a, b] = [`lora.layers.${layer}.${part}.A`, `lora.layers.${layer}.${part}.B`];
  const narrow = writer.op('Mul', [writer.op('MatMul', [x, a]), writer.float(scale)]);
  writer.op('Add', [`${y}.plain`, writer.op('MatMul', [narrow, b])], {}, { output: y });
  const both: AdapterInput[] = [
    { name: a, dims: [inputs, rank] },
    { name: b, dims: [rank, outputs] },
  ];
  return both;
}
