import type { Rule } from './fewerNodes';
import { wholeNumbers, type GraphNode, type Nodes } from './nodes';
import { MICROSOFT } from './onnx';

/**
 * Halves of each head turned against each other by tables of positions, after the heads were put
 * before the tokens: the operator turns them before that.
 */
export const rotating: Rule = (root, nodes, writer) => {
  if (root.op !== 'Concat' || wholeNumbers(root, 'axis')[0] !== -1) return false;
  const difference = nodes.inner(root.inputs[0], 'Sub');
  const sum = nodes.inner(root.inputs[1], 'Add');
  const [ac, bs] = products(nodes, difference);
  const [bc, as] = products(nodes, sum);
  if (root.inputs.length !== 2 || !ac || !bs || !bc || !as) return false;
  const [[a, c], [b, s]] = [ac, bs];
  if (bc.join() !== [b, c].join() || as.join() !== [a, s].join()) return false;
  const halves = nodes.maker(a, 'Split');
  const [turned, parts] = halves?.inputs ?? [];
  if (!halves || halves.outputs.join() !== [a, b].join()) return false;
  const [half = NaN, other] = nodes.numbers(parts) ?? [];
  const moved = nodes.inner(turned, 'Transpose');
  const shaped = nodes.inner(moved?.inputs[0], 'Reshape');
  const shape = nodes.numbers(shaped?.inputs[1]);
  if (!moved || !shaped || !shape || half !== other || shape.at(-1) !== 2 * half) return false;
  const order = wholeNumbers(moved, 'perm');
  // (batch, tokens, heads…, width) to (batch, heads…, tokens, width)
  const heads = shape.slice(2, -1);
  const wanted = [0, ...heads.map((_, index) => index + 2), 1, shape.length - 1];
  if (order.join() !== wanted.join() || shape[0] !== 0 || shape[1] !== 0) return false;
  const [cos, sin] = [tableOf(nodes, c), tableOf(nodes, s)];
  if (!cos || !sin || cos.places !== sin.places || cos.half !== half || sin.half !== half)
    return false;
  const num_heads = heads.reduce((product, count) => product * count, 1);
  const inputs = [shaped.inputs[0] ?? '', cos.places, cos.table, sin.table];
  const rotated = writer.op(
    'RotaryEmbedding',
    inputs,
    { interleaved: 0, num_heads },
    { domain: MICROSOFT },
  );
  const inHeads = writer.op('Reshape', [rotated, shaped.inputs[1] ?? '']);
  writer.many('Transpose', [inHeads], root.outputs, { perm: order });
  return true;
};

/** Both factors of both products that go into a sum or difference. */
function products(nodes: Nodes, node: GraphNode | null) {
  return (node?.inputs ?? []).map((input) => {
    const [first = '', second = ''] = nodes.inner(input, 'Mul')?.inputs ?? [];
    return [first, second] as const;
  });
}

/** The table behind rows that were gathered by position and spread over the heads. */
function tableOf(nodes: Nodes, value: string) {
  let name = value;
  let spread = nodes.maker(name, 'Unsqueeze');
  for (; spread; spread = nodes.maker(name, 'Unsqueeze')) {
    if (nodes.numbers(spread.inputs[1])?.join() !== '1') return null;
    name = spread.inputs[0] ?? '';
  }
  const [table = '', places = ''] = nodes.maker(name, 'Gather')?.inputs ?? [];
  const [, half = NaN] = nodes.shape(table) ?? [];
  return places === 'position_ids' ? { table, places, half } : null;
}
