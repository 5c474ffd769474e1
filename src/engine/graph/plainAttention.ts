import { readAttention, type Attention } from './attention';
import { writeAttention, writeShared } from './attentionNodes';
import { GraphWriter } from './graphWriter';
import { editGraph } from './editGraph';
import { GRAPH, MICROSOFT, readInput, readNode, readTensorHead } from './onnx';
import type { Field } from './wire';

const FUSED = 'GroupQueryAttention';

/**
 * Replaces fused attention by the plain operators it stands for.
 *
 * On WASM the fused operator is slow where many tokens are read (docs/speed.md has the figures). The
 * plain form stacks queries instead of repeating keys, and heeds padding on either side.
 *
 * @returns the model in parts, most of them views of `model`; `null` where there is nothing to
 * replace, or something that has no plain form here
 */
export function withPlainAttention(model: Uint8Array): Uint8Array[] | null {
  return editGraph(model, plainAttention);
}

/** The same for the fields of a graph. */
export function plainAttention(fields: readonly Field[]): Uint8Array[] | null {
  const found = findAttentions(fields);
  if (!found || found.size === 0) return null;
  const writer = new GraphWriter('plain.');
  const shared = writeShared(writer);
  const before = writer.nodes.splice(0);
  const parts = fields.flatMap((field) => {
    const attention = found.get(field);
    if (!attention) return [field.whole];
    writeAttention(writer, attention, shared);
    return writer.nodes.splice(0);
  });
  return [...before, ...parts, ...writer.constants];
}

/** `null` when one of them must stay: then all do. */
function findAttentions(fields: readonly Field[]): Map<Field, Attention> | null {
  const all = (number: number) => fields.filter((field) => field.number === number);
  const inputs = new Map(
    all(GRAPH.input).map(({ bytes }) => {
      const { name, ...input } = readInput(bytes);
      return [name, input];
    }),
  );
  if (!inputs.has('attention_mask') || !inputs.has('input_ids')) return null;
  const tables = new Map(
    all(GRAPH.initializer).map(({ bytes }) => {
      const { name, dims } = readTensorHead(bytes);
      return [name, dims];
    }),
  );
  const found = new Map<Field, Attention>();
  for (const field of all(GRAPH.node)) {
    const node = readNode(field.bytes);
    if (node.op !== FUSED || node.domain !== MICROSOFT) continue;
    const past = inputs.get(node.inputs[3] ?? '');
    const attention = past ? readAttention(node, past, tables) : null;
    if (!attention) return null;
    found.set(field, attention);
  }
  return found;
}
