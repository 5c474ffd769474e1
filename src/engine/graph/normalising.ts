import type { Rule } from './fewerNodes';
import { wholeNumbers } from './nodes';

/** `x / sqrt(mean(x²) + epsilon) · weights` over the last axis. */
export const normalising: Rule = (root, nodes, writer) => {
  if (root.op !== 'Mul') return false;
  const [divided, weights = ''] = root.inputs;
  const division = nodes.inner(divided, 'Div');
  const [x = '', size] = division?.inputs ?? [];
  const sum = nodes.inner(nodes.inner(size, 'Sqrt')?.inputs[0], 'Add');
  const [mean, added] = sum?.inputs ?? [];
  const [epsilon = NaN, ...more] = nodes.numbers(added) ?? [];
  const average = nodes.inner(mean, 'ReduceMean');
  const square = nodes.inner(average?.inputs[0], 'Mul');
  if (!average || !square?.inputs.every((input) => input === x)) return false;
  const overLast = wholeNumbers(average, 'axes').join() === '-1';
  const keeps = (wholeNumbers(average, 'keepdims')[0] ?? 1) === 1;
  if (!overLast || !keeps || !(epsilon >= 0) || more.length > 0) return false;
  if (nodes.shape(weights)?.length !== 1) return false;
  const attributes = { axis: -1, epsilon: { float: epsilon }, stash_type: 1 };
  writer.many('SimplifiedLayerNormalization', [x, weights], root.outputs, attributes);
  return true;
};
