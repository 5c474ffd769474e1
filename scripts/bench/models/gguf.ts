import { joined } from '../../../src/engine/graph/wire';
import type { Shape } from './llamaGraph';
import { randomBytes } from './random';

/** What a GGUF file needs of a tokenizer.json. */
export interface GgufVocabulary {
  /** By token id. */
  tokens: string[];
  special: ReadonlySet<number>;
  merges: string[];
  beginning: number;
  end: number;
}

const TYPE = { uint32: 4, int32: 5, float32: 6, bool: 7, text: 8, list: 9 };
const TENSOR = { float32: 0, q4_0: 2 };
const ALIGNMENT = 32;

/**
 * A model of the same shape with random weights of 4 bits, for llama.cpp.
 * @source https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, version 3
 */
export function llamaGguf(shape: Shape, vocabulary: GgufVocabulary): Uint8Array {
  const { layers, hidden, heads, groups, ffn } = shape;
  const width = hidden / heads;
  const values = settings(shape, vocabulary);
  const tensors = [
    q4('token_embd.weight', hidden, shape.vocabulary, 99),
    ones('output_norm.weight', hidden),
    ...Array.from({ length: layers }, (_, layer) => {
      const name = (part: string) => `blk.${layer}.${part}.weight`;
      const seed = layer * 7;
      return [
        ones(name('attn_norm'), hidden),
        q4(name('attn_q'), hidden, heads * width, seed + 1),
        q4(name('attn_k'), hidden, groups * width, seed + 2),
        q4(name('attn_v'), hidden, groups * width, seed + 3),
        q4(name('attn_output'), heads * width, hidden, seed + 4),
        ones(name('ffn_norm'), hidden),
        q4(name('ffn_gate'), hidden, ffn, seed + 5),
        q4(name('ffn_up'), hidden, ffn, seed + 6),
        q4(name('ffn_down'), ffn, hidden, seed + 7),
      ];
    }).flat(),
  ];
  let offset = 0;
  const infos = tensors.map(({ name, dims, type, bytes }) => {
    const info = joined([text(name), u32(dims.length), ...dims.map(u64), u32(type), u64(offset)]);
    offset += padded(bytes.length);
    return info;
  });
  const head = [joinedText('GGUF'), u32(3), u64(tensors.length), u64(values.length)];
  return joined([
    toAlignment(joined([...head, ...values, ...infos])),
    ...tensors.map(({ bytes }) => toAlignment(bytes)),
  ]);
}

function settings(shape: Shape, { tokens, special, merges, beginning, end }: GgufVocabulary) {
  const kinds = tokens.map((_, id) => (special.has(id) ? 3 : 1)); // control, or normal
  const numbers = {
    'llama.block_count': shape.layers,
    'llama.context_length': shape.positions,
    'llama.embedding_length': shape.hidden,
    'llama.feed_forward_length': shape.ffn,
    'llama.vocab_size': shape.vocabulary,
    'llama.attention.head_count': shape.heads,
    'llama.attention.head_count_kv': shape.groups,
    'llama.rope.dimension_count': shape.hidden / shape.heads,
    'general.file_type': 2,
    'tokenizer.ggml.bos_token_id': beginning,
    'tokenizer.ggml.eos_token_id': end,
  };
  const list = (type: number, items: Uint8Array[]) =>
    joined([u32(type), u64(items.length), ...items]);
  return [
    entry('general.architecture', TYPE.text, text('llama')),
    entry('general.name', TYPE.text, text('bench')),
    ...Object.entries(numbers).map(([name, value]) => entry(name, TYPE.uint32, u32(value))),
    entry('llama.attention.layer_norm_rms_epsilon', TYPE.float32, f32(1e-5)),
    entry('llama.rope.freq_base', TYPE.float32, f32(10000)),
    entry('tokenizer.ggml.model', TYPE.text, text('gpt2')),
    entry('tokenizer.ggml.pre', TYPE.text, text('gpt-2')),
    entry('tokenizer.ggml.tokens', TYPE.list, list(TYPE.text, tokens.map(text))),
    entry('tokenizer.ggml.token_type', TYPE.list, list(TYPE.int32, kinds.map(u32))),
    entry('tokenizer.ggml.merges', TYPE.list, list(TYPE.text, merges.map(text))),
    entry('tokenizer.ggml.add_bos_token', TYPE.bool, Uint8Array.of(0)),
  ];
}

const entry = (name: string, type: number, value: Uint8Array) =>
  joined([text(name), u32(type), value]);

function q4(name: string, inputs: number, outputs: number, seed: number) {
  const blocks = (inputs * outputs) / 32;
  const bytes = randomBytes(blocks * 18, seed); // a scale of 16 bits, then 32 numbers of 4 bits
  const scale = halfBits(1 / (Math.sqrt(inputs) * 4.6)); // 4.6 is the spread of 4 random bits
  for (let block = 0; block < blocks; block++) {
    bytes[block * 18] = scale & 255;
    bytes[block * 18 + 1] = scale >>> 8;
  }
  return { name, dims: [inputs, outputs], type: TENSOR.q4_0, bytes };
}

function ones(name: string, size: number) {
  const bytes = new Uint8Array(new Float32Array(size).fill(1).buffer);
  return { name, dims: [size], type: TENSOR.float32, bytes };
}

/** The bits of a number between 2^-14 and 1 in 16 bits. */
function halfBits(value: number): number {
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024);
}

const padded = (size: number) => Math.ceil(size / ALIGNMENT) * ALIGNMENT;
const toAlignment = (bytes: Uint8Array) =>
  joined([bytes, new Uint8Array(padded(bytes.length) - bytes.length)]);
const joinedText = (value: string) => new TextEncoder().encode(value);
const text = (value: string) => joined([u64(joinedText(value).length), joinedText(value)]);
const u32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
const u64 = (value: number) => new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
const f32 = (value: number) => new Uint8Array(Float32Array.of(value).buffer);
