/// <reference lib="webworker" />
import {
  env,
  pipeline,
  TextStreamer,
  type TextGenerationPipeline,
} from '@huggingface/transformers';
import { runtimePaths } from '../../../src/engine/runtime';
import type { Answer, Question } from './side';

/** What the page sends: first where the model is, then questions. */
export type ToPlain = { modelId: string; modelsPath: string; threads: number } | Question;

let generator: TextGenerationPipeline | null = null;

addEventListener('message', ({ data }: MessageEvent<ToPlain>) => {
  const job = 'modelId' in data ? load(data) : ask(data);
  job.then(
    (result) => postMessage(result ?? null),
    (error: unknown) => postMessage(String(error)),
  );
});

async function load({ modelId, modelsPath, threads }: Extract<ToPlain, { modelId: string }>) {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.localModelPath = modelsPath;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new Error('onnxruntime-web has no wasm settings');
  wasm.wasmPaths = runtimePaths('wasm');
  wasm.numThreads = threads;
  generator = await pipeline('text-generation', modelId, { device: 'wasm', dtype: 'q8' });
}

/** As https://huggingface.co/docs/transformers.js/api/pipelines shows it. */
async function ask({ prompt, newTokens }: Question): Promise<Answer> {
  if (!generator) throw new Error('no model');
  const { tokenizer } = generator;
  const wanted = newTokens ?? 1;
  const started = performance.now();
  let firstMs = NaN;
  let written = 0;
  const streamer = new TextStreamer(tokenizer, {
    skip_prompt: true,
    callback_function: () => {},
    token_callback_function: () => {
      if (written++ === 0) firstMs = performance.now() - started;
    },
  });
  const options = { max_new_tokens: wanted, min_new_tokens: wanted, do_sample: false, streamer };
  const input = typeof prompt === 'string' ? prompt : [...prompt];
  await generator(input as string, options);
  const totalMs = performance.now() - started;
  const text =
    typeof prompt === 'string'
      ? prompt
      : String(
          tokenizer.apply_chat_template([...prompt], {
            tokenize: false,
            add_generation_prompt: true,
          }),
        );
  const promptTokens = tokenizer.encode(text, { add_special_tokens: false }).length;
  return { promptTokens, newTokens: written, firstMs, totalMs };
}
