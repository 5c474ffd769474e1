import type { Rule } from './fewerNodes';
import { wholeNumbers } from './nodes';
import { MICROSOFT } from './onnx';

/** `x · sigmoid(x)`. */
export const gating: Rule = (root, nodes, writer) => {
  if (root.op !== 'Mul') return false;
  const [x = '', gate] = root.inputs;
  if (nodes.inner(gate, 'Sigmoid')?.inputs[0] !== x) return false;
  const attributes = { alpha: { float: 1 } };
  writer.many('QuickGelu', [x], root.outputs, attributes, MICROSOFT);
  return true;
};

/** Scaled queries times keys whose last two axes change places. */
export const scaledScores: Rule = (root, nodes, writer) => {
  if (root.op !== 'MatMul') return false;
  const scaled = nodes.inner(root.inputs[0], 'Mul');
  const turned = nodes.inner(root.inputs[1], 'Transpose');
  const [scale = NaN, ...more] = nodes.numbers(scaled?.inputs[1]) ?? [];
  if (!scaled || !turned || more.length > 0 || Number.isNaN(scale)) return false;
  const order = wholeNumbers(turned, 'perm');
  const last = order.length - 1;
  const wanted = [...order.keys()].slice(0, -2).concat(last, last - 1);
  if (last < 1 || order.join() !== wanted.join()) return false;
  const inputs = [scaled.inputs[0] ?? '', turned.inputs[0] ?? ''];
  const attributes = { transA: 0, transB: 1, alpha: { float: scale } };
  writer.many('FusedMatMul', inputs, root.outputs, attributes, MICROSOFT);
  return true;
};

/** A stored table of bytes that is turned at each run. */
export const turnedTable: Rule = (root, nodes, writer) => {
  if (root.op !== 'Transpose' || wholeNumbers(root, 'perm').join() !== '1,0') return false;
  const table = nodes.bytes(root.inputs[0]);
  const [rows = 0, columns = 0, ...more] = nodes.shape(root.inputs[0]) ?? [];
  if (!table || more.length > 0 || table.length !== rows * columns) return false;
  const turned = new Int8Array(table.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = table[row * columns + column] ?? 0;
    }
  }
  writer.value(root.outputs[0] ?? '', turned, [columns, rows]);
  return true;
};
