import { AppError } from '../../domain/errors';
import type { ModelDtype } from '../../domain/types';
import { graphPath } from '../../domain/graphPath';

/** What we read from a model's config.json. */
export interface ModelConfig {
  /** e.g. `llama`. */
  type: string;
  contextTokens: number;
  /** Estimated from the sizes of the layers. */
  parameters: number;
  /** How many `.onnx_data` files a graph has at least, from `transformers.js_config`. */
  externalFiles(dtype: ModelDtype): number;
}

/** Where the config does not say. */
const USUAL_CONTEXT = 2048;

/**
 * Reads config.json of a model that writes text.
 * @throws {AppError} `unreadable-file`: a web page, not JSON, another kind of model
 */
export function readModelConfig(text: string): ModelConfig {
  if (/^\s*</.test(text)) throw unreadable('html', 'is a web page instead of settings');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(String(error), 'is damaged');
  }
  if (!isRecord(value)) throw unreadable('not an object', 'is damaged');
  // Models that also see keep the settings of their language part in `text_config`.
  const inner = isRecord(value.text_config) ? value.text_config : value;
  const type = value.model_type;
  const vocabulary = count(inner.vocab_size);
  if (typeof type !== 'string' || vocabulary === null) {
    throw unreadable('no model_type or vocab_size', 'does not describe a language model');
  }
  const hidden = count(inner.hidden_size) ?? count(inner.n_embd) ?? 1;
  const layers = count(inner.num_hidden_layers) ?? count(inner.n_layer) ?? 1;
  const heads = count(inner.num_attention_heads) ?? 1;
  const keyHeads = count(inner.num_key_value_heads) ?? heads;
  const headSize = count(inner.head_dim) ?? Math.ceil(hidden / heads);
  const between = count(inner.intermediate_size) ?? 4 * hidden;
  const perLayer = 2 * hidden * headSize * (heads + keyHeads) + 3 * hidden * between;
  return {
    type,
    contextTokens:
      count(inner.max_position_embeddings) ?? count(inner.n_positions) ?? USUAL_CONTEXT,
    parameters: vocabulary * hidden + layers * perLayer,
    externalFiles: (dtype) => externalFiles(value['transformers.js_config'], dtype),
  };
}

/** `use_external_data_format` is true, a number of files, or either per dtype or per file. */
function externalFiles(own: unknown, dtype: ModelDtype): number {
  const format = isRecord(own) ? own.use_external_data_format : undefined;
  const name = graphPath(dtype).slice('onnx/'.length);
  const said = isRecord(format)
    ? (format[name] ?? format[name.replace('.onnx', '')] ?? format[dtype])
    : format;
  return said === true ? 1 : (count(said) ?? 0);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A whole number above 0 that a size can be; `null` for anything else. */
const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 1e9 ? value : null;

const unreadable = (message: string, what: string) =>
  new AppError(
    'unreadable-file',
    `config.json: ${message}`,
    `The file config.json ${what}, so this model cannot be used. Take it again from where it came.`,
  );
