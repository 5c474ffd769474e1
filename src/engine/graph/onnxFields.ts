import { ATTRIBUTE, ELEMENT, GRAPH, NODE, TENSOR } from './onnx';
import { bytesField, fieldsOf, floatField, joined, numberField } from './wire';

const decoder = new TextDecoder();

const ATTRIBUTE_TYPE = { float: 1, int: 2, ints: 7 };

/** Numbers that a graph can hold as constants. */
export type Numbers = BigInt64Array | Float32Array | Int8Array | Uint8Array;

/** Attributes of a new operator: whole numbers, lists of them, and `{ float }`. */
export type Attributes = Record<string, number | readonly number[] | { float: number }>;

/** An operator as a field of a graph. */
export function nodeField(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Attributes = {},
  domain = '',
): Uint8Array {
  const message = [
    ...inputs.map((name) => bytesField(NODE.input, name)),
    ...outputs.map((name) => bytesField(NODE.output, name)),
    bytesField(NODE.name, `${op}:${outputs[0] ?? ''}`),
    bytesField(NODE.op, op),
    ...Object.entries(attributes).map(([name, value]) =>
      bytesField(NODE.attribute, joined([bytesField(ATTRIBUTE.name, name), ...valueFields(value)])),
    ),
    ...(domain === '' ? [] : [bytesField(NODE.domain, domain)]),
  ];
  return bytesField(GRAPH.node, joined(message));
}

/** An operator, as a field of a graph, with other names for some of its inputs and outputs. */
export function renamed(field: Uint8Array, names: ReadonlyMap<string, string>): Uint8Array {
  const [node] = fieldsOf(field);
  const parts = [...fieldsOf(node?.bytes ?? field)].map(({ number, bytes, whole }) => {
    if (number !== NODE.input && number !== NODE.output) return whole;
    const name = names.get(decoder.decode(bytes));
    return name === undefined ? whole : bytesField(number, name);
  });
  return bytesField(GRAPH.node, joined(parts));
}

function valueFields(value: Attributes[string]): Uint8Array[] {
  const type = (kind: number) => numberField(ATTRIBUTE.type, kind);
  if (typeof value === 'number') {
    return [numberField(ATTRIBUTE.int, value), type(ATTRIBUTE_TYPE.int)];
  }
  if ('float' in value) {
    return [floatField(ATTRIBUTE.float, value.float), type(ATTRIBUTE_TYPE.float)];
  }
  return [...value.map((one) => numberField(ATTRIBUTE.ints, one)), type(ATTRIBUTE_TYPE.ints)];
}

/** A constant as a field of a graph; `dims: []` for a single number. */
export function tensorField(name: string, numbers: Numbers, dims: readonly number[]): Uint8Array {
  const raw = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const message = [
    ...dims.map((dim) => numberField(TENSOR.dims, dim)),
    numberField(TENSOR.type, elementOf(numbers)),
    bytesField(TENSOR.name, name),
    bytesField(TENSOR.raw, raw),
  ];
  return bytesField(GRAPH.initializer, joined(message));
}

function elementOf(numbers: Numbers): number {
  if (numbers instanceof Float32Array) return ELEMENT.float32;
  if (numbers instanceof BigInt64Array) return ELEMENT.int64;
  return numbers instanceof Int8Array ? ELEMENT.int8 : ELEMENT.uint8;
}

/** An output of a graph, of any shape. */
export function outputField(name: string, type: number): Uint8Array {
  const tensor = bytesField(1, numberField(1, type));
  return bytesField(GRAPH.output, joined([bytesField(1, name), bytesField(2, tensor)]));
}

/** An input of a graph. */
export function inputField(name: string, type: number, dims: readonly number[]): Uint8Array {
  const shape = dims.map((dim) => bytesField(1, numberField(1, dim)));
  const tensor = joined([numberField(1, type), bytesField(2, joined(shape))]);
  return bytesField(
    GRAPH.input,
    joined([bytesField(1, name), bytesField(2, bytesField(1, tensor))]),
  );
}
