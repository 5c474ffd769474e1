import {
  ATTRIBUTE,
  ELEMENT,
  GRAPH,
  NODE,
  readInput,
  readNode,
  readTensorHead,
  TENSOR,
  type OnnxNode,
} from './onnx';
import { fieldsOf, type Field } from './wire';

const decoder = new TextDecoder();

/** An operator as it stands in a graph. */
export interface GraphNode extends OnnxNode {
  field: Uint8Array;
}

/** The operators and constants of a graph, found by the names of what they give. */
export class Nodes {
  readonly all: readonly GraphNode[];
  readonly #makers = new Map<string, GraphNode>();
  readonly #uses = new Map<string, number>();
  readonly #constants = new Map<string, Uint8Array>();

  constructor(fields: readonly Field[]) {
    this.all = fields
      .filter(({ number }) => number === GRAPH.node)
      .map(({ bytes, whole }) => ({ ...readNode(bytes), field: whole }));
    for (const node of this.all) {
      for (const output of node.outputs) this.#makers.set(output, node);
      for (const input of node.inputs) this.#use(input);
    }
    for (const { number, bytes } of fields) {
      if (number === GRAPH.initializer) this.#constants.set(readTensorHead(bytes).name, bytes);
      if (number === GRAPH.output) this.#use(readInput(bytes).name);
    }
  }

  #use(value: string): void {
    this.#uses.set(value, this.users(value) + 1);
  }

  /** What gives `value`, where that is an operator of this kind. */
  maker(value: string | undefined, op: string): GraphNode | null {
    const node = this.#makers.get(value ?? '');
    return node?.op === op ? node : null;
  }

  /** The same where nobody else needs the value, so that it need not be made any more. */
  inner(value: string | undefined, op: string): GraphNode | null {
    return this.#uses.get(value ?? '') === 1 ? this.maker(value, op) : null;
  }

  /** Who alone reads `value`, where that is an operator of this kind. */
  reader(value: string | undefined, op: string): GraphNode | null {
    if (value === undefined || this.users(value) !== 1) return null;
    return this.all.find((node) => node.op === op && node.inputs.includes(value)) ?? null;
  }

  /** How many inputs of operators a value is; one more where the graph gives it out. */
  users(value: string): number {
    return this.#uses.get(value) ?? 0;
  }

  /** Shape of a constant; `null` for values that are calculated. */
  shape(name: string | undefined): number[] | null {
    const tensor = this.#constants.get(name ?? '');
    return tensor ? readTensorHead(tensor).dims : null;
  }

  /** The numbers of a small constant that is stored as raw bytes. */
  numbers(name: string | undefined): number[] | null {
    const tensor = this.#constants.get(name ?? '');
    if (!tensor) return null;
    const parts = [...fieldsOf(tensor)];
    const raw = parts.find(({ number }) => number === TENSOR.raw)?.bytes;
    const read = READERS[typeOf(parts)];
    return raw && read ? read(raw.slice().buffer) : null;
  }

  /** The numbers of a constant of signed bytes, not copied. */
  bytes(name: string | undefined): Int8Array | null {
    const parts = [...fieldsOf(this.#constants.get(name ?? '') ?? new Uint8Array(0))];
    const raw = parts.find(({ number }) => number === TENSOR.raw)?.bytes;
    if (!raw || typeOf(parts) !== ELEMENT.int8) return null;
    return new Int8Array(raw.buffer, raw.byteOffset, raw.length);
  }
}

const typeOf = (tensor: readonly Field[]) =>
  tensor.find(({ number }) => number === TENSOR.type)?.value ?? 0;

const READERS: Record<number, (raw: ArrayBuffer) => number[]> = {
  1: (raw) => [...new Float32Array(raw)],
  2: (raw) => [...new Uint8Array(raw)],
  7: (raw) => Array.from(new BigInt64Array(raw), Number),
};

/** The whole numbers of an attribute, one or a list, with their signs. */
export function wholeNumbers({ field }: GraphNode, name: string): number[] {
  const [node] = fieldsOf(field);
  for (const { number, bytes } of node ? fieldsOf(node.bytes) : []) {
    if (number !== NODE.attribute) continue;
    const parts = [...fieldsOf(bytes)];
    const own = parts.find((part) => part.number === ATTRIBUTE.name)?.bytes;
    if (decoder.decode(own) !== name) continue;
    return parts
      .filter((part) => part.number === ATTRIBUTE.int || part.number === ATTRIBUTE.ints)
      .flatMap((part) => signed(part.bytes.length > 0 ? part.bytes : part.whole.subarray(1)));
  }
  return [];
}

/** Whole numbers of seven bits a byte, in two's complement. */
function signed(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let [sum, shift] = [0n, 0n];
  for (const byte of bytes) {
    sum |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte > 127) continue;
    values.push(Number(BigInt.asIntN(64, sum)));
    [sum, shift] = [0n, 0n];
  }
  return values;
}
