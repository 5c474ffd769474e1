import { gating, scaledScores, turnedTable } from './foldings';
import { GraphWriter } from './graphWriter';
import { Nodes, type GraphNode } from './nodes';
import { GRAPH, readInput, readNode, readTensorHead } from './onnx';
import { normalising } from './normalising';
import { rotating } from './rotating';
import { scaledProduct } from './scaledProduct';
import { fieldsOf, type Field } from './wire';

/** Writes the operators that stand for what ends in `root`; `false` where it is something else. */
export type Rule = (root: GraphNode, nodes: Nodes, writer: GraphWriter) => boolean;

const RULES: readonly Rule[] = [
  normalising,
  rotating,
  scaledProduct,
  gating,
  scaledScores,
  turnedTable,
];

/**
 * Puts one operator in the place of several where ONNX Runtime has one: on WASM each costs some
 * microseconds, which is most of the time that a small model takes for a token.
 *
 * @returns `null` where there is nothing to replace
 */
export function fewerNodes(fields: readonly Field[]): Uint8Array[] | null {
  const nodes = new Nodes(fields);
  const writer = new GraphWriter('short.');
  const written = nodes.all.map((node) => {
    const replaced = RULES.some((rule) => rule(node, nodes, writer));
    return { node, now: replaced ? writer.nodes.splice(0) : [node.field], replaced };
  });
  if (!written.some(({ replaced }) => replaced)) return null;
  const outputs = fields
    .filter(({ number }) => number === GRAPH.output)
    .map(({ bytes }) => readInput(bytes).name);
  const asked = new Set(outputs);
  const kept = needed(
    written.flatMap(({ now }) => now),
    asked,
  );
  const others = fields.filter(({ number, bytes }) => {
    if (number === GRAPH.node) return false;
    return number !== GRAPH.initializer || asked.has(readTensorHead(bytes).name);
  });
  return [...kept, ...others.map(({ whole }) => whole), ...writer.constants];
}

/** Operators in order, without those whose values nobody asks for any more; adds to `asked` what they need. */
function needed(all: readonly Uint8Array[], asked: Set<string>): Uint8Array[] {
  const kept: Uint8Array[] = [];
  for (const field of all.toReversed()) {
    const [{ bytes } = { bytes: field }] = fieldsOf(field);
    const node = readNode(bytes);
    if (!node.outputs.some((output) => asked.has(output))) continue;
    for (const input of node.inputs) asked.add(input);
    kept.push(field);
  }
  return kept.reverse();
}
