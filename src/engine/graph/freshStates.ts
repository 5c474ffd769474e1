import { Nodes } from './nodes';
import { GRAPH, readInput } from './onnx';
import { outputField, renamed } from './onnxFields';
import type { Field } from './wire';

/** Begins the names of the outputs that are given instead: `fresh.0.key` for `present.0.key`. */
export const FRESH = 'fresh';

/**
 * Gives what new tokens add to the attention cache in the place of the whole cache, which need not be
 * handed out again with each token: only where each `present` is its past with the new tokens behind it.
 * @returns `null` where one of them is something else
 */
export function freshStates(fields: readonly Field[]): Uint8Array[] | null {
  const presents = fields
    .filter(({ number }) => number === GRAPH.output)
    .map(({ bytes, whole }) => ({ ...readInput(bytes), whole })) // inputs and outputs are described alike
    .filter(({ name }) => name.startsWith('present'));
  const nodes = new Nodes(fields);
  const names = new Map<string, string>();
  const outputs = new Map<Uint8Array, Uint8Array>();
  for (const { name, type, dims, whole } of presents) {
    const { inputs = [], attributes } = nodes.maker(name, 'Concat') ?? {};
    const [past = '', fresh = '', ...more] = inputs;
    const lists = dims.length === 4 && attributes?.get('axis') === 2 && more.length === 0;
    if (!lists || past !== name.replace('present', 'past_key_values')) return null;
    const output = name.replace('present', FRESH);
    names.set(fresh, output);
    outputs.set(whole, outputField(output, type));
  }
  if (outputs.size === 0 || names.size < outputs.size) return null;
  return fields.map(({ number, whole }) =>
    number === GRAPH.node ? renamed(whole, names) : (outputs.get(whole) ?? whole),
  );
}
