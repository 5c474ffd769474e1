import { fieldsOf } from './wire';

/** Numbers of the fields of onnx.proto that are used here. @source onnx/onnx.proto, release 1.12 */
export const MODEL = { graph: 7, opset: 8 };
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 };
export const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 };
export const ATTRIBUTE = { name: 1, float: 2, int: 3, ints: 8, type: 20 };
export const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 };

/** Numbers of the element types that are used here. */
export const ELEMENT = { float32: 1, uint8: 2, int8: 3, int64: 7, bool: 9 };
/** Domain of ONNX Runtime's own operators. */
export const MICROSOFT = 'com.microsoft';

/** An operator of a graph. Inputs that are left out are ''. */
export interface OnnxNode {
  op: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  /** Numbers by name; attributes of other kinds are NaN. */
  attributes: Map<string, number>;
}

const text = new TextDecoder();

/** Reads one operator. */
export function readNode(message: Uint8Array): OnnxNode {
  const node: OnnxNode = { op: '', domain: '', inputs: [], outputs: [], attributes: new Map() };
  for (const { number, bytes } of fieldsOf(message)) {
    if (number === NODE.input) node.inputs.push(text.decode(bytes));
    else if (number === NODE.output) node.outputs.push(text.decode(bytes));
    else if (number === NODE.op) node.op = text.decode(bytes);
    else if (number === NODE.domain) node.domain = text.decode(bytes);
    else if (number === NODE.attribute) node.attributes.set(...readAttribute(bytes));
  }
  return node;
}

function readAttribute(message: Uint8Array): [name: string, value: number] {
  let name = '';
  let found = NaN;
  for (const { number, bytes, value } of fieldsOf(message)) {
    if (number === ATTRIBUTE.name) name = text.decode(bytes);
    else if (number === ATTRIBUTE.int) found = value;
    else if (number === ATTRIBUTE.float)
      found = new DataView(bytes.slice().buffer).getFloat32(0, true);
  }
  return [name, found];
}

/** Name and shape of a stored tensor; its numbers are not read. */
export function readTensorHead(message: Uint8Array): { name: string; dims: number[] } {
  const head = { name: '', dims: [] as number[] };
  for (const { number, bytes, value } of fieldsOf(message)) {
    if (number === TENSOR.name) head.name = text.decode(bytes);
    if (number === TENSOR.dims) head.dims.push(...(bytes.length > 0 ? packed(bytes) : [value]));
  }
  return head;
}

function packed(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let place = 0, value = 0, factor = 1; place < bytes.length; place++) {
    const byte = bytes[place] ?? 0;
    value += (byte & 127) * factor;
    factor *= 128;
    if (byte < 128) {
      values.push(value);
      [value, factor] = [0, 1];
    }
  }
  return values;
}

/** Name, element type and shape of a graph's input; dimensions without a number are NaN. */
export function readInput(message: Uint8Array): { name: string; type: number; dims: number[] } {
  const input = { name: '', type: 0, dims: [] as number[] };
  for (const { number, bytes } of fieldsOf(message)) {
    if (number === 1) input.name = text.decode(bytes);
    if (number !== 2) continue;
    for (const tensor of [...fieldsOf(bytes)].filter((field) => field.number === 1)) {
      for (const part of fieldsOf(tensor.bytes)) {
        if (part.number === 1) input.type = part.value;
        if (part.number !== 2) continue;
        for (const dim of fieldsOf(part.bytes)) {
          const known = [...fieldsOf(dim.bytes)].find((field) => field.number === 1);
          input.dims.push(known?.value ?? NaN);
        }
      }
    }
  }
  return input;
}
