import type { Rule } from './fewerNodes';
import { ELEMENT, MICROSOFT } from './onnx';

/**
 * Activations in whole numbers of 8 bits, a scale for each row, times weights with a scale for each
 * column: `round(x / rows) + zero` as bytes, their product, times both scales.
 */
export const scaledProduct: Rule = (root, nodes, writer) => {
  if (root.op !== 'Mul') return false;
  const [raised, columns = ''] = root.inputs;
  const byRow = nodes.inner(raised, 'Mul');
  const [cast, rows = ''] = byRow?.inputs ?? [];
  const product = nodes.inner(nodes.inner(cast, 'Cast')?.inputs[0], 'MatMulInteger');
  const [bytes, weights = '', zero = '', weightsZero = ''] = product?.inputs ?? [];
  const toBytes = nodes.inner(bytes, 'Cast');
  if (toBytes?.attributes.get('to') !== ELEMENT.uint8 || weightsZero !== '') return false;
  const shift = nodes.inner(toBytes.inputs[0], 'Add');
  const [rounded, by] = shift?.inputs ?? [];
  const ratio = nodes.inner(rounded, 'Round')?.inputs[0];
  const division = nodes.inner(ratio, 'Div');
  if (!division || division.inputs[1] !== rows) return false;
  const [shifted = NaN] = nodes.numbers(by) ?? [];
  if (nodes.numbers(zero)?.join() !== String(shifted)) return false;
  if (nodes.shape(columns)?.length !== 1) return false;
  const { op, float } = writer;
  const one = float(1);
  const own = op('QuantizeLinear', [division.outputs[0] ?? '', one, zero]);
  // The scales stay outside, in their order: so the numbers stay what they were, to the last bit.
  const sum = op('MatMulIntegerToFloat', [own, weights, one, one, zero], {}, { domain: MICROSOFT });
  writer.many('Mul', [op('Mul', [sum, rows]), columns], root.outputs);
  return true;
};
