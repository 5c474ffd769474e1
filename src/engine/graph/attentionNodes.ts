import type { Attention } from './attention';
import type { GraphWriter } from './graphWriter';
import { ELEMENT, MICROSOFT } from './onnx';

/** Values that all attentions of a graph share. */
export interface Shared {
  /** Position of each new token among those that are no padding: (batch, new). */
  positions: string;
  /** 0 where a token sees another, far below 0 where not: (batch, 1, 1, new, all). */
  bias: string;
  /** Number of all tokens, as a list of one. */
  total: string;
}

/** More than any length. */
const END = 2 ** 40;

/** Positions and mask, from the graph's inputs `attention_mask` and `input_ids`. */
export function writeShared(writer: GraphWriter): Shared {
  const { op, list, whole, float } = writer;
  const second = [list(1), list(2), list(0)];
  const total = op('Slice', [op('Shape', ['attention_mask']), ...second]);
  const fresh = op('Slice', [op('Shape', ['input_ids']), ...second]);
  const toNumber = (value: string) => op('Reshape', [value, list()]);

  const count = op('CumSum', ['attention_mask', whole(1)]);
  const places = op('Mul', [op('Sub', [count, whole(1)]), 'attention_mask']);
  const positions = op('Slice', [places, op('Neg', [fresh]), list(END), list(1)]);

  const before = toNumber(op('Sub', [total, fresh]));
  const columns = op('Range', [whole(0), toNumber(total), whole(1)]);
  const rows = op('Range', [before, toNumber(total), whole(1)]);
  const earlier = op('LessOrEqual', [columns, op('Reshape', [rows, list(-1, 1)])]);
  const real = op('Cast', ['attention_mask'], { to: ELEMENT.bool });
  const seen = op('And', [earlier, op('Reshape', [real, list(0, 1, 1, 1, -1)])]);
  return { positions, bias: op('Where', [seen, float(0), float(-1e9)]), total };
}

/** One attention in plain operators; its outputs keep their names. */
export function writeAttention(writer: GraphWriter, attention: Attention, shared: Shared): void {
  const { op, list } = writer;
  const { heads, groups, width, scale, rotary } = attention;
  const each = heads / groups;

  const inHeads = (value: string, count: number) =>
    op('Transpose', [op('Reshape', [value, list(0, 0, count, width)])], { perm: [0, 2, 1, 3] });
  const turn = (value: string) => {
    if (!rotary) return value;
    const inputs = [value, rotary.positions || shared.positions, rotary.cos, rotary.sin];
    const { interleaved } = rotary;
    return op('RotaryEmbedding', inputs, { interleaved }, { domain: MICROSOFT });
  };
  const [query, key, value] = separate(writer, attention);
  const append = (past: string, fresh: string, output: string) =>
    op('Concat', [past, fresh], { axis: 2 }, { output });
  const keys = append(attention.pastKey, turn(inHeads(key, groups)), attention.presentKey);
  const values = append(attention.pastValue, inHeads(value, groups), attention.presentValue);

  // All queries that look at one head of keys are stacked, so that keys need no repeating.
  const stacked = op('Reshape', [turn(inHeads(query, heads)), list(0, groups, -1, width)]);
  const raw = op(
    'FusedMatMul',
    [stacked, keys],
    { transB: 1, alpha: { float: scale } },
    { domain: MICROSOFT },
  );
  const byHead = op('Concat', [list(0, groups, each, -1), shared.total], { axis: 0 });
  const masked = op('Add', [op('Reshape', [raw, byHead]), shared.bias]);
  const weights = op('Softmax', [masked], { axis: -1 });
  const asStack = op('Concat', [list(0, groups, -1), shared.total], { axis: 0 });
  const seen = op('MatMul', [op('Reshape', [weights, asStack]), values]);
  const parted = op('Reshape', [seen, list(0, heads, -1, width)]);
  const joined = op('Transpose', [parted], { perm: [0, 2, 1, 3] });
  op('Reshape', [joined, list(0, 0, heads * width)], {}, { output: attention.output });
}

/** Queries, keys and values, which may come in one. */
function separate(writer: GraphWriter, attention: Attention): [string, string, string] {
  const { query, key, value, heads, groups, width } = attention;
  if (key !== '') return [query, key, value];
  const { op, list } = writer;
  const ends = [heads * width, (heads + groups) * width, (heads + 2 * groups) * width];
  const part = (from: number, to: number) => op('Slice', [query, list(from), list(to), list(2)]);
  const [first = 0, second = 0, third = 0] = ends;
  return [part(0, first), part(first, second), part(second, third)];
}
