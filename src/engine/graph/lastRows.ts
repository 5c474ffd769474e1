import { GraphWriter } from './graphWriter';
import { Nodes, wholeNumbers, type GraphNode } from './nodes';
import { GRAPH } from './onnx';
import { renamed } from './onnxFields';
import type { Field } from './wire';

const KEEP = 'num_logits_to_keep';
/** Each row of their outputs is made from the same row of all inputs that are no constants. */
const BY_ROW = new Set(
  'Abs Add Div Max Mul QuantizeLinear QuickGelu SimplifiedLayerNormalization'.split(' '),
);
/** The same; they work along the last axis. */
const ALONG_LAST = new Set(['ReduceMax', 'Softmax', 'Split']);
/** Each row of the output is made from that of the first input. */
const BY_FIRST = new Set(['FusedMatMul', 'MatMul', 'MatMulIntegerToFloat']);
/** What has a row for each token for certain, so that rows can be taken from it. */
const SOURCES = new Set(['Add', 'RotaryEmbedding', 'Unsqueeze']);

/**
 * Takes the tokens whose scores are wanted as early as the last layer allows: of the others it needs
 * keys and values, but no queries, no attention, and nothing behind that.
 * @returns `null` where the graph does not take them, or has something unknown before that
 */
export function lastRows(fields: readonly Field[]): Uint8Array[] | null {
  const nodes = new Nodes(fields);
  const last = nodes.all.find((node) => keepsLast(node, nodes));
  if (!last) return null;
  const { narrow, axes } = behindRows(last, nodes);
  if (narrow.size === 0) return null;

  const writer = new GraphWriter('last.');
  // Twice as many (0 is still all): a single row would be summed in another order.
  const twice = writer.op('Mul', [KEEP, writer.whole(-2)]);
  const start = writer.op('Reshape', [twice, writer.list(1)]);
  const before = writer.nodes.splice(0);
  const names = new Map<string, string>();
  const slices = new Map<Uint8Array, Uint8Array[]>();
  for (const node of nodes.all.filter((one) => !narrow.has(one))) {
    const values = node.outputs.filter((output) => axes.has(output));
    if (values.length === 0) continue;
    if (!SOURCES.has(node.op)) return null;
    for (const value of values) {
      const axis = writer.list(axes.get(value) ?? 1);
      names.set(value, writer.op('Slice', [value, start, last.inputs[2] ?? '', axis]));
    }
    slices.set(node.field, writer.nodes.splice(0));
  }
  const narrowed = new Set([...narrow].map(({ field }) => field));
  const parts = fields.flatMap(({ whole }) => [
    narrowed.has(whole) ? renamed(whole, names) : whole,
    ...(slices.get(whole) ?? []),
  ]);
  return [...before, ...parts, ...writer.constants];
}

/** Whether an operator takes the last `num_logits_to_keep` tokens of (batch, tokens, width). */
function keepsLast({ op, inputs }: GraphNode, nodes: Nodes): boolean {
  if (op !== 'Slice') return false;
  const [, start, end, axis, step] = inputs;
  const negative = nodes.maker(nodes.maker(start, 'Reshape')?.inputs[0], 'Neg');
  const steps = step === undefined || nodes.numbers(step)?.join() === '1';
  const [until = 0] = nodes.numbers(end) ?? [];
  const tokens = nodes.numbers(axis)?.join() === '1';
  return negative?.inputs[0] === KEEP && until >= 2 ** 31 - 1 && tokens && steps;
}

/** Operators of which only those rows are used, and by name all values they read, with the axis of the rows. */
function behindRows(last: GraphNode, nodes: Nodes) {
  const narrow = new Set<GraphNode>();
  const axes = new Map<string, number>();
  const askedBy = new Map<string, number>();
  const ask = (value: string, axis: number) => {
    axes.set(value, axis);
    askedBy.set(value, (askedBy.get(value) ?? 0) + 1);
  };
  ask(last.inputs[0] ?? '', 1);
  for (const node of nodes.all.toReversed()) {
    const axis = axes.get(node.outputs[0] ?? '');
    const alone = node.outputs.every((output) => askedBy.get(output) === nodes.users(output));
    const read = axis !== undefined && alone ? rowsRead(node, axis, nodes) : null;
    if (!read) continue;
    narrow.add(node);
    for (const [value, own] of read) ask(value, own);
  }
  return { narrow, axes };
}

/** The values of which an operator reads some rows to make the same ones; `null` where it may read others. */
function rowsRead(node: GraphNode, axis: number, nodes: Nodes): [string, number][] | null {
  const [first = '', shape] = node.inputs;
  if (BY_FIRST.has(node.op) || ALONG_LAST.has(node.op)) return [[first, axis]];
  if (node.op === 'Transpose') return [[first, wholeNumbers(node, 'perm')[axis] ?? NaN]];
  // The first two axes stay.
  const kept = nodes.numbers(shape)?.slice(0, 2).join() === '0,0' && axis === 1;
  if (node.op === 'Reshape') return kept ? [[first, axis]] : null;
  if (!BY_ROW.has(node.op)) return null;
  return node.inputs.filter((input) => !nodes.shape(input)).map((input) => [input, axis]);
}
