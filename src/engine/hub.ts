import {
  AutoModelForCausalLM,
  AutoTokenizer,
  env,
  LogLevel,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import { InferenceSession } from 'onnxruntime-web/webgpu';
import type { ChatMessage, ModelDtype } from '../domain/types';
import { openGpu } from './gpu';
import { runtimePaths } from './runtime';
import type { Vocabulary } from './vocabulary';

/** What Transformers.js makes of a folder in the hub's layout. */
export interface HubModel {
  model: PreTrainedModel;
  vocabulary: Vocabulary;
}

/** Sets the runtime up; once per worker, before the first model. */
export function configureRuntime(device: 'wasm' | 'webgpu', threads: number): void {
  env.allowRemoteModels = false; // what is read was fetched and checked before
  env.allowLocalModels = true;
  env.useBrowserCache = false; // the service worker stores files
  env.useWasmCache = false;
  env.logLevel = LogLevel.ERROR;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new Error('onnxruntime-web has no wasm settings');
  wasm.wasmPaths = runtimePaths(device);
  wasm.numThreads = threads;
}

/**
 * Fetches and compiles the runtime without waiting for a model: it is the longer half of a cold
 * start. ONNX Runtime has no call for that, so it is asked for a session of nothing.
 */
export function warmRuntime(): void {
  InferenceSession.create(new Uint8Array(0), { executionProviders: ['wasm'] }).catch(() => {});
}

/** A file in memory, or a handle of a stored one: that is read when the library asks for it. */
export type FileContent = Blob | Uint8Array<ArrayBuffer>;

/** Loads a model from files at hand; nothing else can be asked for. */
export async function loadHubModel(
  files: ReadonlyMap<string, FileContent>,
  device: 'wasm' | 'webgpu',
  dtype: ModelDtype,
): Promise<HubModel> {
  env.fetch = async (address) => {
    const path = String(address).split('/models/checked/').at(-1) ?? '';
    const content = files.get(path);
    if (!content) return new Response('', { status: 404 });
    const length = content instanceof Blob ? content.size : content.length;
    return new Response(content, { headers: { 'content-length': String(length) } });
  };
  env.localModelPath = '/models/';
  const gpu =
    device === 'webgpu'
      ? { executionProviders: [{ name: 'webgpu' as const, device: await openGpu() }] }
      : {};
  // Handed over as handles: ONNX Runtime reads each once, straight before it needs it.
  const externalData = [...files]
    .filter(([path]) => /\.onnx_data(_\d+)?$/.test(path))
    .map(([path, data]) => ({ path: path.split('/').at(-1) ?? path, data }));
  const session_options = externalData.length > 0 ? { ...gpu, externalData } : gpu;
  const use_external_data_format = false; // named above
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained('checked'),
    AutoModelForCausalLM.from_pretrained('checked', {
      device,
      dtype,
      session_options,
      use_external_data_format,
    }),
  ]);
  return { model, vocabulary: vocabularyOf(tokenizer, model) };
}

function vocabularyOf(tokenizer: PreTrainedTokenizer, model: PreTrainedModel): Vocabulary {
  const added = [...tokenizer._tokenizer.get_added_tokens_decoder().values()];
  // Special ones, and those that look like markup (<think>); not runs of spaces and the like.
  const marks = added.filter(
    ({ content, special }) =>
      content.trim().length > 1 && (special || /^[<[].*[>\]]$/s.test(content)),
  );
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }),
    decode: (ids) =>
      ids.length === 0
        ? ''
        : tokenizer.decode([...ids], {
            skip_special_tokens: false,
            clean_up_tokenization_spaces: false,
          }),
    controls: new Map(marks.map(({ content, id }) => [content, id])),
    controlTexts: new Map(marks.map(({ content, id }) => [id, content])),
    ends: endTokens(tokenizer, model),
    renderChat: (messages: readonly ChatMessage[]) =>
      tokenizer.apply_chat_template([...messages], {
        tokenize: false,
        add_generation_prompt: true,
        enable_thinking: false, // an argument of the template, not of Transformers.js
      } as { tokenize: false; add_generation_prompt: true }),
  };
}

/** Ends of a turn in the families of the catalogue; some exports forget to name them as such. */
const END_TEXTS = ['<|im_end|>', '<|eot_id|>', '<|end_of_turn|>', '<end_of_turn>', '<|endoftext|>'];

function endTokens(tokenizer: PreTrainedTokenizer, model: PreTrainedModel): Set<number> {
  const known = END_TEXTS.map((text) => tokenizer._tokenizer.token_to_id(text));
  const named = [tokenizer.eos_token_id, model.generation_config?.eos_token_id, known].flat();
  return new Set(named.filter((id): id is number => typeof id === 'number'));
}
