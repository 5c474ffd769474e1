import { GRAPH, MODEL, readTensorHead } from '../../../src/engine/graph/onnx';
import { tensorField } from '../../../src/engine/graph/onnxFields';
import { bytesField, fieldsOf, joined } from '../../../src/engine/graph/wire';

/** Base of the angles of our own model. */
const THETA = 10000;

/** A graph whose tables of cosines and sines (named `cos` and `sin`) reach `positions`. */
export function withLongerTables(model: Uint8Array, positions: number): Uint8Array {
  const parts = [...fieldsOf(model)].map((field) => {
    if (field.number !== MODEL.graph) return field.whole;
    const inside = [...fieldsOf(field.bytes)].map((part) => {
      if (part.number !== GRAPH.initializer) return part.whole;
      const { name, dims } = readTensorHead(part.bytes);
      const half = dims[1] ?? 0;
      if (name === 'cos') return table(name, positions, half, Math.cos);
      if (name === 'sin') return table(name, positions, half, Math.sin);
      return part.whole;
    });
    return bytesField(MODEL.graph, joined(inside));
  });
  return joined(parts);
}

function table(name: string, positions: number, half: number, f: (angle: number) => number) {
  const angle = (i: number) => Math.floor(i / half) / THETA ** ((i % half) / half);
  const numbers = Float32Array.from({ length: positions * half }, (_, i) => f(angle(i)));
  return tensorField(name, numbers, [positions, half]);
}
