import { nodeField, tensorField, type Attributes, type Numbers } from './onnxFields';

/**
 * Collects operators and constants to be put into a graph; all their names begin alike.
 * The short methods may be taken out of it: `const { op, list } = writer`.
 */
export class GraphWriter {
  readonly nodes: Uint8Array[] = [];
  readonly #constants = new Map<string, Uint8Array>();
  #count = 0;

  constructor(private readonly prefix: string) {}

  get constants(): Uint8Array[] {
    return [...this.#constants.values()];
  }

  /** Adds an operator with one output and gives the name of that. */
  readonly op = (
    kind: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    { domain = '', output = `${this.prefix}${kind}${this.#count++}` } = {},
  ): string => {
    this.nodes.push(nodeField(kind, inputs, [output], attributes, domain));
    return output;
  };

  /** Adds an operator with several outputs and gives the name of the first; '' for one not wanted. */
  many(
    kind: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes = {},
    domain = '',
  ): string {
    this.nodes.push(nodeField(kind, inputs, outputs, attributes, domain));
    return outputs[0] ?? '';
  }

  /** A constant list of whole numbers. */
  readonly list = (...values: number[]): string =>
    this.tensor(`list${values.join('_')}`, BigInt64Array.from(values, BigInt), [values.length]);

  /** A constant whole number. */
  readonly whole = (value: number): string =>
    this.tensor(`whole${value}`, BigInt64Array.of(BigInt(value)), []);

  /** A constant number of 32 bits. */
  readonly float = (value: number): string =>
    this.tensor(`float${value}`, Float32Array.of(value), []);

  /** A constant of any shape; of two with one name the later. */
  tensor(name: string, numbers: Numbers, dims: readonly number[]): string {
    return this.value(this.prefix + name, numbers, dims);
  }

  /** A constant in the place of a value that was calculated. */
  value(name: string, numbers: Numbers, dims: readonly number[]): string {
    this.#constants.set(name, tensorField(name, numbers, dims));
    return name;
  }
}
