import { readFileSync } from 'node:fs';
import { PreTrainedTokenizer } from '@huggingface/transformers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { PromptInput } from '../../../../src/engine/engine';
import { seededRandom } from '../../../../src/domain/random';
import type { GenerationOptions } from '../../../../src/domain/types';
import { pickToken } from '../../../../src/engine/sampling';
import { promptString } from '../samples';

interface Config {
  num_hidden_layers: number;
  num_key_value_heads: number;
  head_dim: number;
  eos_token_id: number;
}
const CONTEXT = 512;
type Outputs = Record<string, Tensor>;

/** The exported model in Node: what ships is what is measured. */
export class Dinghy {
  private constructor(
    readonly session: InferenceSession,
    readonly tokenizer: PreTrainedTokenizer,
    readonly config: Config,
    readonly texts: readonly string[],
    readonly ids: ReadonlyMap<string, number>,
  ) {}

  static async load(folder: string, file = 'model_quantized.onnx'): Promise<Dinghy> {
    // Our own files; their shape is what export.py writes.
    const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as unknown;
    const tokenizerJson = read('tokenizer.json') as { model: { vocab: Record<string, number> } };
    const session = await InferenceSession.create(`${folder}/onnx/${file}`, {
      intraOpNumThreads: 1,
    });
    const tokenizer = new PreTrainedTokenizer(
      tokenizerJson,
      read('tokenizer_config.json') as object,
    );
    const ids = new Map(Object.entries(tokenizerJson.model.vocab));
    const texts: string[] = [];
    for (const [text, id] of ids) texts[id] = text;
    return new Dinghy(session, tokenizer, read('config.json') as Config, texts, ids);
  }

  encode(prompt: PromptInput | string): number[] {
    const text = typeof prompt === 'string' ? prompt : promptString(prompt);
    return this.tokenizer.encode(text, { add_special_tokens: false });
  }

  /** Log-probabilities of the next token after the prompt, by token id. */
  async next(prompt: PromptInput | string): Promise<Float32Array> {
    const { logits } = await this.#run(this.encode(prompt), null, 0, 1);
    return logSoftmax(rows(logits)[0] ?? new Float32Array());
  }

  /** Sum of the log-probabilities of `text` after the prompt, and its number of tokens. */
  async score(
    prompt: PromptInput | string,
    text: string,
  ): Promise<{ logProb: number; tokens: number }> {
    const before = this.encode(prompt);
    const after = this.encode(text).slice(0, CONTEXT - before.length);
    const { logits } = await this.#run([...before, ...after.slice(0, -1)], null, 0, after.length);
    const all = rows(logits);
    const logProb = after.reduce(
      (sum, id, i) => sum + (logSoftmax(all[i] ?? new Float32Array())[id] ?? 0),
      0,
    );
    return { logProb, tokens: after.length };
  }

  /** The text that the page's own sampler draws, with special tokens spelled out, up to the end mark. */
  async generate(
    prompt: PromptInput | string,
    options: GenerationOptions,
    suppress: readonly string[] = [],
  ): Promise<string> {
    const suppressed = new Set(suppress.map((text) => this.ids.get(text) ?? -1));
    const random = seededRandom(options.seed);
    let ids = this.encode(prompt);
    let past: Outputs | null = null;
    const out: number[] = [];
    for (let seen = 0; out.length < options.maxNewTokens;) {
      const outputs: Outputs = await this.#run(ids, past, seen, 1);
      seen += ids.length;
      past = outputs;
      const scores = rows(outputs.logits)[0] ?? new Float32Array();
      const id = pickToken(scores, options, { produced: out, suppressed, random });
      if (id === this.config.eos_token_id || seen >= CONTEXT - 1) break;
      out.push(id);
      ids = [id];
    }
    if (out.length === 0) return '';
    return this.tokenizer.decode(out, {
      skip_special_tokens: false,
      clean_up_tokenization_spaces: false,
    });
  }

  async #run(
    ids: readonly number[],
    past: Outputs | null,
    seen: number,
    keep: number,
  ): Promise<Outputs> {
    const { num_hidden_layers: layers, num_key_value_heads: heads, head_dim: size } = this.config;
    const total = seen + ids.length;
    const feeds: Outputs = {
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      attention_mask: new Tensor('int64', new BigInt64Array(total).fill(1n), [1, total]),
      position_ids: new Tensor(
        'int64',
        BigInt64Array.from(ids, (_, i) => BigInt(seen + i)),
        [1, ids.length],
      ),
      num_logits_to_keep: new Tensor('int64', BigInt64Array.of(BigInt(keep)), []),
    };
    for (let layer = 0; layer < layers; layer += 1) {
      for (const part of ['key', 'value']) {
        const name = `${layer}.${part}`;
        feeds[`past_key_values.${name}`] =
          past?.[`present.${name}`] ??
          new Tensor('float32', new Float32Array(0), [1, heads, 0, size]);
      }
    }
    return this.session.run(feeds);
  }
}

function rows(logits: Tensor | undefined): Float32Array[] {
  const [, count = 0, width = 0] = logits?.dims ?? [];
  // The graph's logits are float32.
  const data = (logits?.data ?? new Float32Array()) as Float32Array;
  return Array.from({ length: count }, (_, i) => data.subarray(i * width, (i + 1) * width));
}

function logSoftmax(scores: Float32Array): Float32Array {
  const peak = scores.reduce((x, y) => Math.max(x, y), -Infinity);
  const sum = Math.log(scores.reduce((total, x) => total + Math.exp(x - peak), 0)) + peak;
  return scores.map((x) => x - sum);
}
