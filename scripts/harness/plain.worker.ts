/// <reference lib="webworker" />
import {
  AutoModelForCausalLM,
  AutoTokenizer,
  env,
  Tensor,
  TextStreamer,
} from '@huggingface/transformers';
import type { ModelDtype } from '../../src/domain/types';
import { runtimePaths } from '../../src/engine/runtime';

/** What the bench asks of plain Transformers.js. */
export interface PlainRequest {
  modelId: string;
  dtype: ModelDtype;
  modelsPath: string;
  threads: number;
  prompts: string[];
  newTokens: number;
}

/** Milliseconds to load, and per prompt to the first token and to the last; prompt tokens. */
export interface PlainResult {
  loadMs: number;
  runs: { promptTokens: number; newTokens: number; firstMs: number; totalMs: number }[];
}

addEventListener('message', ({ data }: MessageEvent<PlainRequest>) => {
  run(data).then(
    (result) => postMessage(result),
    (error: unknown) => postMessage(String(error)),
  );
});

async function run(data: PlainRequest): Promise<PlainResult> {
  const { modelId, dtype, modelsPath, threads, prompts, newTokens } = data;
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.localModelPath = modelsPath;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new Error('onnxruntime-web has no wasm settings');
  wasm.wasmPaths = runtimePaths('wasm');
  wasm.numThreads = threads;

  const started = performance.now();
  const tokenizer = await AutoTokenizer.from_pretrained(modelId);
  const model = await AutoModelForCausalLM.from_pretrained(modelId, { device: 'wasm', dtype });
  const result: PlainResult = { loadMs: performance.now() - started, runs: [] };
  for (const prompt of prompts) {
    const inputs = tokenizer(prompt, { add_special_tokens: false });
    const begun = performance.now();
    let firstMs = NaN;
    const streamer = new TextStreamer(tokenizer, {
      skip_prompt: true,
      callback_function: () => {},
      token_callback_function: () => {
        if (Number.isNaN(firstMs)) firstMs = performance.now() - begun;
      },
    });
    const output = await model.generate({ ...inputs, max_new_tokens: newTokens, streamer });
    if (!(output instanceof Tensor)) throw new Error('generate() gave no tensor');
    const promptTokens = Number(inputs.input_ids.dims.at(-1));
    result.runs.push({
      promptTokens,
      newTokens: Number(output.dims.at(-1)) - promptTokens,
      firstMs,
      totalMs: performance.now() - begun,
    });
  }
  return result;
}
