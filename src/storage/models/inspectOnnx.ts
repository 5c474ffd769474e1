import { BlobCursor, Malformed, type Field } from './blobCursor';

/** What a graph is made of, as far as we need to know. */
export interface GraphFacts {
  /** Element types of its weights and of its inputs, by their ONNX number. */
  weightTypes: Set<number>;
  inputTypes: Set<number>;
  operators: Set<string>;
  /** For each file of external data: how many bytes the graph reads of it. */
  externals: Map<string, number>;
}

/** ONNX numbers of element types. @source onnx.proto, TensorProto.DataType */
export const ELEMENT = { uint8: 2, int8: 3, float16: 10 } as const;

/**
 * Walks through an ONNX file without reading its weights.
 * @throws {Malformed} when it is truncated, damaged, or no graph at all
 * @source onnx.proto
 */
export async function inspectOnnx(blob: Blob, signal?: AbortSignal): Promise<GraphFacts> {
  const head = await blob.slice(0, 40).text();
  if (head.startsWith('version https://git-lfs')) throw new Malformed('a git-lfs pointer');
  const cursor = new BlobCursor(blob);
  const facts: GraphFacts = {
    weightTypes: new Set(),
    inputTypes: new Set(),
    operators: new Set(),
    externals: new Map(),
  };
  let graphs = 0;
  let versions = 0;
  for await (const field of cursor.fields(0, blob.size)) {
    signal?.throwIfAborted();
    if (field.number === 1 && field.wire === 0) versions += 1;
    if (field.number !== 7 || field.wire !== 2) continue;
    graphs += 1;
    await readGraph(cursor, field, facts, signal);
  }
  if (graphs !== 1 || versions !== 1) throw new Malformed(`${graphs} graphs, ${versions} versions`);
  if (facts.operators.size === 0) throw new Malformed('a graph of nothing');
  return facts;
}

async function readGraph(
  cursor: BlobCursor,
  graph: Field,
  facts: GraphFacts,
  signal?: AbortSignal,
): Promise<void> {
  for await (const field of cursor.fields(graph.start, graph.end)) {
    signal?.throwIfAborted();
    if (field.wire !== 2) continue;
    if (field.number === 1) await readNode(cursor, field, facts);
    else if (field.number === 5) await readWeights(cursor, field, facts);
    else if (field.number === 11) await readInput(cursor, field, facts);
  }
}

async function readNode(cursor: BlobCursor, node: Field, facts: GraphFacts): Promise<void> {
  for await (const field of cursor.fields(node.start, node.end)) {
    if (field.number === 4 && field.wire === 2) facts.operators.add(await cursor.text(field));
  }
}

async function readInput(cursor: BlobCursor, input: Field, facts: GraphFacts): Promise<void> {
  for await (const type of within(cursor, input, 2)) {
    for await (const tensor of within(cursor, type, 1)) {
      for await (const field of cursor.fields(tensor.start, tensor.end)) {
        if (field.number === 1 && field.wire === 0) facts.inputTypes.add(field.value);
      }
    }
  }
}

async function readWeights(cursor: BlobCursor, tensor: Field, facts: GraphFacts): Promise<void> {
  const external = new Map<string, string>();
  for await (const field of cursor.fields(tensor.start, tensor.end)) {
    if (field.number === 2 && field.wire === 0) facts.weightTypes.add(field.value);
    if (field.number !== 13 || field.wire !== 2) continue;
    let key = '';
    for await (const part of cursor.fields(field.start, field.end)) {
      if (part.number === 1 && part.wire === 2) key = await cursor.text(part);
      if (part.number === 2 && part.wire === 2) external.set(key, await cursor.text(part));
    }
  }
  const location = external.get('location');
  if (location === undefined) return;
  const end = Number(external.get('offset') ?? 0) + Number(external.get('length') ?? 0);
  if (!Number.isSafeInteger(end) || end < 0) throw new Malformed(`external data end at ${end}`);
  facts.externals.set(location, Math.max(end, facts.externals.get(location) ?? 0));
}

async function* within(cursor: BlobCursor, message: Field, number: number): AsyncGenerator<Field> {
  for await (const field of cursor.fields(message.start, message.end)) {
    if (field.number === number && field.wire === 2) yield field;
  }
}
