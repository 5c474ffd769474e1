import { wholeNumbers, type GraphNode, type Nodes } from './nodes';

/** What a linear layer of a decoder is for. */
export type LinearPart = 'q' | 'k' | 'v' | 'o' | 'gate' | 'up' | 'down';

/** A linear layer, or the part of one that is stored together with others. */
export interface Linear {
  layer: number;
  part: LinearPart;
  /** Names of the values that go in and come out. */
  x: string;
  y: string;
  /** Width of either. */
  inputs: number;
  outputs: number;
}

/** Parts by the name of the stored weights, in the order of their columns. */
const STORED = new Map<string, readonly LinearPart[]>([
  ...(['q', 'k', 'v', 'o', 'gate', 'up', 'down'] as const).map((part) => [part, [part]] as const),
  ['dn', ['down']],
  ['qkv', ['q', 'k', 'v']],
  ['gu', ['gate', 'up']],
]);

/** Weights as the dinghy names them (`bl.3.qkv`), our fixtures (`l3.q`), the hub (`model.layers.3.attn.q_proj.…`). */
const NAME = new RegExp(
  `(?:^|\\.)(?:bl\\.|l|layers\\.)(\\d+)\\.(?:\\w+\\.)??(${[...STORED.keys()].join('|')})(?:_proj)?(?:\\.|$)`,
);

/** The linear layers whose weights have a name that tells which they are, in order. */
export function linearsOf(nodes: Nodes): Linear[] {
  return nodes.all.flatMap((node) => {
    const weights = nodes.maker(node.inputs[1], 'Cast')?.inputs[0] ?? node.inputs[1] ?? '';
    const [, layer, name = ''] = NAME.exec(weights) ?? [];
    const sizes = sizesOf(node, nodes.shape(weights));
    const ends = sizes && endsOf(node, nodes);
    if (!ends) return [];
    const about = { layer: Number(layer), x: ends.x, inputs: sizes.inputs };
    const [part, ...more] = STORED.get(name) ?? [];
    if (!part) return [];
    if (more.length === 0) return [{ ...about, part, y: ends.y, outputs: sizes.outputs }];
    const split = nodes.reader(ends.y, 'Split');
    const widths = nodes.numbers(split?.inputs[1]) ?? [];
    if (!split || wholeNumbers(split, 'axis')[0] !== -1) return [];
    return [part, ...more].map((each, index) => {
      const [y = '', outputs = NaN] = [split.outputs[index], widths[index]];
      return { ...about, part: each, y, outputs };
    });
  });
}

/** `null` for what is no product with weights. */
function sizesOf({ op, attributes }: GraphNode, shape: number[] | null) {
  const [inputs = NaN, outputs = NaN] =
    op === 'MatMulNBits' ? [attributes.get('K'), attributes.get('N')] : (shape ?? []);
  const known = op.startsWith('MatMul') && shape !== null && inputs > 0 && outputs > 0;
  return known ? { inputs, outputs } : null;
}

/** What goes into a product before it is made whole numbers, and what comes out after it has its scales again. */
function endsOf(product: GraphNode, nodes: Nodes): { x: string; y: string } | null {
  const [input = ''] = product.inputs;
  const [output = ''] = product.outputs;
  if (product.op !== 'MatMulInteger') return { x: input, y: output };
  const ownScale = nodes.maker(input, 'DynamicQuantizeLinear');
  const x = ownScale ? ownScale.inputs[0] : before(nodes, input, ['Cast', 'Add', 'Round', 'Div']);
  // One scale for all, or one for each row and one for each column.
  const scales = ownScale ? ['Mul'] : ['Mul', 'Mul'];
  const y = ['Cast', ...scales].reduce<string | undefined>(
    (value, op) => nodes.reader(value, op)?.outputs[0],
    output,
  );
  return x !== undefined && y !== undefined ? { x, y } : null;
}

/** The value that some operators, the last one first, made `value` of. */
const before = (nodes: Nodes, value: string, operators: readonly string[]) =>
  operators.reduce<string | undefined>((last, op) => nodes.maker(last, op)?.inputs[0], value);
