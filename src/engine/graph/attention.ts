import { ELEMENT, type OnnxNode } from './onnx';

/** What is known of one fused attention; names are those of the graph, '' for none. */
export interface Attention {
  query: string;
  /** '' where keys and values follow in `query`. */
  key: string;
  value: string;
  pastKey: string;
  pastValue: string;
  output: string;
  presentKey: string;
  presentValue: string;
  /** Heads of queries, of keys and values, and the width of one. */
  heads: number;
  groups: number;
  width: number;
  scale: number;
  rotary: { cos: string; sin: string; interleaved: number; positions: string } | null;
}

/** Attributes that change nothing with these values; with others the operator does something else. */
const HARMLESS: Record<string, number> = {
  softcap: 0,
  smooth_softmax: 0,
  qk_output: 0,
  k_quant_type: NaN,
  v_quant_type: NaN,
};
const KNOWN = ['num_heads', 'kv_num_heads', 'scale', 'do_rotary', 'rotary_interleaved'];
/** -1, "no window", is read as 2^64 - 1. */
const NO_WINDOW = 2 ** 53;

/**
 * Reads a fused attention.
 * @param past the graph's input for earlier keys
 * @param tables shapes of the graph's constants
 * @returns `null` where its plain form is not known here
 */
export function readAttention(
  { inputs, outputs, attributes }: OnnxNode,
  past: { type: number; dims: number[] },
  tables: ReadonlyMap<string, number[]>,
): Attention | null {
  const number = (name: string, fallback: number) => attributes.get(name) ?? fallback;
  const width = past.dims[3] ?? NaN;
  const [heads, groups] = [number('num_heads', NaN), number('kv_num_heads', NaN)];
  if (past.type !== ELEMENT.float32 || heads % groups !== 0 || !(width > 0)) return null;
  if (![...attributes].every(([name, value]) => isPlain(name, value))) return null;
  // Further inputs: a bias, sinks, scales; a further output: the scores.
  if ([...inputs.slice(10), ...outputs.slice(3)].some((name) => name !== '')) return null;

  const [query = '', key = '', value = '', pastKey = '', pastValue = ''] = inputs;
  const [output = '', presentKey = '', presentValue = ''] = outputs;
  const [cos = '', sin = '', positions = ''] = inputs.slice(7);
  const turned = number('do_rotary', 0) === 1;
  // Where only a part of each head is turned, the tables are narrower.
  if (turned && (tables.get(cos)?.[1] ?? NaN) * 2 !== width) return null;
  const interleaved = number('rotary_interleaved', 0);
  return {
    ...{ query, key, value, pastKey, pastValue, output, presentKey, presentValue },
    ...{ heads, groups, width },
    scale: number('scale', 0) || width ** -0.5,
    rotary: turned ? { cos, sin, interleaved, positions } : null,
  };
}

function isPlain(name: string, value: number): boolean {
  if (KNOWN.includes(name)) return true;
  return name === 'local_window_size' ? value > NO_WINDOW : Object.is(value, HARMLESS[name]);
}
