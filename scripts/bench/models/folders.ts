import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelCard, ModelDtype } from '../../../src/domain/types';
import { sha256 } from './hash';
import { llamaGguf } from './gguf';
import { llamaGraph, SMOL } from './llamaGraph';
import type { Weights } from './linear';
import { withLongerTables } from './longerTables';

/** Raised when what is written here changes: older files are then written anew. */
const VERSION = 2;

/** Plain words, so that each engine renders the same text; its end is where the answer begins. */
const TEMPLATE =
  '{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}';

/**
 * Random weights in the shape of SmolLM2-135M as a model folder, and as GGUF, with the tokenizer of
 * our own model. Written once into `cache`.
 */
export function makeSmol(cache: string, dinghy: string, weights: Weights = 'int8'): string {
  const id = `bench-135m-${weights}-v${VERSION}`;
  const folder = path.join(cache, id);
  if (existsSync(path.join(folder, 'card.json'))) return id;
  const tokenizer = widened(readJson(dinghy, 'tokenizer.json'), SMOL.vocabulary);
  write(folder, 'onnx/model_quantized.onnx', llamaGraph(SMOL, weights));
  if (weights === 'int8') write(folder, 'model.gguf', llamaGguf(SMOL, vocabularyOf(tokenizer)));
  write(folder, 'tokenizer.json', JSON.stringify(tokenizer));
  const config = {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_size: SMOL.hidden,
    intermediate_size: SMOL.ffn,
    num_attention_heads: SMOL.heads,
    num_key_value_heads: SMOL.groups,
    head_dim: SMOL.hidden / SMOL.heads,
    num_hidden_layers: SMOL.layers,
    vocab_size: SMOL.vocabulary,
    max_position_embeddings: SMOL.positions,
    eos_token_id: 2,
  };
  finish(folder, dinghy, { id, config, parameters: 134_515_008, chunk: 128 });
  return id;
}

/**
 * Our own model with room for few-shot prompts, which its 512 tokens do not hold: the same weights,
 * longer tables of positions, and a chat template. Its answers are of no use, its speed is the same.
 */
export function makeFewShot(cache: string, dinghy: string): string {
  const source = readFileSync(path.join(dinghy, 'onnx/model_quantized.onnx'));
  const id = `bench-dinghy-${sha256(source).slice(0, 8)}-v${VERSION}`;
  const folder = path.join(cache, id);
  if (existsSync(path.join(folder, 'card.json'))) return id;
  write(folder, 'onnx/model_quantized.onnx', withLongerTables(source, SMOL.positions));
  write(folder, 'tokenizer.json', readFileSync(path.join(dinghy, 'tokenizer.json')));
  const config = { ...readJson(dinghy, 'config.json'), max_position_embeddings: SMOL.positions };
  finish(folder, dinghy, { id, config, parameters: 3_246_528, chunk: 256 });
  return id;
}

interface Facts {
  id: string;
  config: Record<string, unknown>;
  parameters: number;
  chunk: number;
}

function finish(folder: string, dinghy: string, { id, config, parameters, chunk }: Facts): void {
  write(folder, 'config.json', JSON.stringify(config));
  write(
    folder,
    'generation_config.json',
    readFileSync(path.join(dinghy, 'generation_config.json')),
  );
  const settings = readJson(dinghy, 'tokenizer_config.json');
  const tokenizerConfig = {
    ...settings,
    model_max_length: SMOL.positions,
    chat_template: TEMPLATE,
  };
  write(folder, 'tokenizer_config.json', JSON.stringify(tokenizerConfig));
  const names = [
    'config.json',
    'generation_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ];
  const q8: ModelDtype = 'q8';
  const card: ModelCard = {
    ...readJson(dinghy, 'card.json'),
    id,
    name: id,
    promptKind: 'instruct',
    parameters,
    contextTokens: SMOL.positions,
    prefillChunkTokens: chunk,
    judgeThreshold: 0.1,
    summary: 'Random, for the bench.',
    license: 'Apache-2.0',
    dtype: { wasm: q8, webgpu: q8 },
    files: [...names, 'onnx/model_quantized.onnx'].map((name) => {
      const bytes = readFileSync(path.join(folder, name));
      return { path: name, sizeBytes: bytes.length, sha256: sha256(bytes), role: 'default' };
    }),
  };
  write(folder, 'card.json', JSON.stringify(card)); // last: it says that all is there
}

interface TokenizerFile {
  added_tokens: { id: number; content: string }[];
  model: { vocab: Record<string, number>; merges: (string | [string, string])[] };
}

/** With tokens that no text makes, up to `size`: random weights answer with any of them. */
function widened(file: unknown, size: number): TokenizerFile {
  const tokenizer = file as TokenizerFile; // our own file
  const vocab = { ...tokenizer.model.vocab };
  for (let id = Object.keys(vocab).length; id < size; id++) vocab[`unused${id}`] = id;
  return { ...tokenizer, model: { ...tokenizer.model, vocab } };
}

function vocabularyOf({ added_tokens, model }: TokenizerFile) {
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) tokens[id] = token;
  for (const { id, content } of added_tokens) tokens[id] = content;
  const merges = model.merges.map((merge) => (typeof merge === 'string' ? merge : merge.join(' ')));
  const special = new Set(added_tokens.map(({ id }) => id));
  return { tokens, special, merges, beginning: 1, end: 2 };
}

const readJson = (folder: string, name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(folder, name), 'utf8'));

function write(folder: string, name: string, content: Uint8Array | string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}
