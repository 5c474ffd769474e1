import type { GraphWriter } from '../../../src/engine/graph/graphWriter';
import { ELEMENT, MICROSOFT } from '../../../src/engine/graph/onnx';
import { INT8_SPREAD, randomBytes, randomInt8 } from './random';

/**
 * How weights are kept: signed bytes with one scale a matrix (what the hub calls quantized), with one
 * a column, or 4 bits in blocks of 32; `q4-int8` asks for sums in bytes.
 */
export type Weights = 'int8' | 'int8-columns' | 'q4' | 'q4-int8';

interface Linear {
  inputs: number;
  outputs: number;
  weights: Weights;
  seed?: number;
  /** A table of (outputs, inputs) to be used turned, instead of random numbers. */
  turned?: { table: Int8Array; rows: number };
}

/** x · W with random weights; gives the name of the result. */
export function linear(writer: GraphWriter, x: string, wanted: Linear): string {
  return wanted.weights.startsWith('q4') ? inBits(writer, x, wanted) : inBytes(writer, x, wanted);
}

function inBytes(
  writer: GraphWriter,
  x: string,
  { inputs, outputs, weights, seed = 0, turned }: Linear,
) {
  const matrix = turned
    ? turnedRound(turned.table, turned.rows)
    : randomInt8(inputs * outputs, seed);
  const name = `w${seed}`;
  const w = writer.tensor(name, matrix, [inputs, outputs]);
  const scale = 1 / (Math.sqrt(inputs) * INT8_SPREAD);
  const columns = weights === 'int8-columns';
  const scales = columns
    ? writer.tensor(`${name}s`, new Float32Array(outputs).fill(scale), [outputs])
    : writer.tensor(`${name}s`, Float32Array.of(scale), []);
  const zero = columns
    ? writer.tensor(`${name}z`, new Int8Array(outputs), [outputs])
    : writer.tensor(`${name}z`, new Int8Array(1), []);
  const parts = ['x', 's', 'z'].map((part) => `${name}.${part}`);
  const [bytes = '', step = '', middle = ''] = parts;
  writer.many('DynamicQuantizeLinear', [x], parts);
  const product = writer.op('MatMulInteger', [bytes, w, middle, zero]);
  const asFloat = writer.op('Cast', [product], { to: ELEMENT.float32 });
  return writer.op('Mul', [asFloat, writer.op('Mul', [step, scales])]);
}

function inBits(writer: GraphWriter, x: string, { inputs, outputs, weights, seed = 0 }: Linear) {
  const blocks = inputs / 32;
  const bits = randomBytes(inputs * outputs * 0.5, seed);
  const name = `w${seed}`;
  const w = writer.tensor(name, bits, [outputs, blocks, 16]);
  const scale = 1 / (Math.sqrt(inputs) * 4.6); // 4.6 is the spread of 4 random bits
  const scales = new Float32Array(outputs * blocks).fill(scale);
  const s = writer.tensor(`${name}s`, scales, [outputs * blocks]);
  const attributes = { K: inputs, N: outputs, bits: 4, block_size: 32 };
  const level = weights === 'q4-int8' ? { accuracy_level: 4 } : {};
  return writer.op('MatMulNBits', [x, w, s], { ...attributes, ...level }, { domain: MICROSOFT });
}

function turnedRound(table: Int8Array, rows: number): Int8Array {
  const columns = table.length / rows;
  const turned = new Int8Array(table.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = table[row * columns + column] ?? 0;
    }
  }
  return turned;
}
