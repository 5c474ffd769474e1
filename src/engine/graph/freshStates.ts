import { GRAPH, readInput, readNode, type OnnxNode } from './onnx';
import { nodeField, outputField } from './onnxFields';
import type { Field } from './wire';

/** Begins the names of the outputs that are added: `fresh.0.key` beside `present.0.key`. */
export const FRESH = 'fresh';

/**
 * Fields that give what new tokens add to the attention cache as outputs of their own, so that the
 * whole cache need not be handed out again with each token: only where each `present` is its past
 * with the new tokens behind it.
 * @returns empty where one of them is something else
 */
export function freshStates(fields: readonly Field[]): Uint8Array[] {
  const presents = fields
    .filter(({ number }) => number === GRAPH.output)
    .map(({ bytes }) => readInput(bytes)) // inputs and outputs are described alike
    .filter(({ name }) => name.startsWith('present'));
  const makers = new Map<string, OnnxNode>();
  for (const { number, bytes } of fields) {
    if (number !== GRAPH.node) continue;
    const node = readNode(bytes);
    if (node.op === 'Concat') for (const output of node.outputs) makers.set(output, node);
  }
  const added: Uint8Array[] = [];
  for (const { name, type, dims } of presents) {
    const { inputs = [], attributes } = makers.get(name) ?? {};
    const [past = '', fresh = '', ...more] = inputs;
    const axis = attributes?.get('axis');
    const lists = dims.length === 4 && axis === 2 && more.length === 0;
    if (!lists || past !== name.replace('present', 'past_key_values')) return [];
    const output = name.replace('present', FRESH);
    added.push(nodeField('Identity', [fresh], [output]), outputField(output, type));
  }
  return added;
}
