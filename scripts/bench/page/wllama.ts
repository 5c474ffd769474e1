import { LoggerWithoutDebug, Wllama } from '@wllama/wllama/esm/index.js';
import wasm from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { modelsUrl, type Answer, type Question, type Side } from './side';

/** llama.cpp in WebAssembly, on the processor, from its registry package. */
export function wllama(): Side {
  const engine = new Wllama({ default: wasm }, { logger: LoggerWithoutDebug });

  async function ask({ prompt, newTokens }: Question): Promise<Answer> {
    if (typeof prompt !== 'string') throw new Error('texts only');
    const started = performance.now();
    const { timings } = await engine.createCompletion({
      prompt,
      max_tokens: newTokens ?? 1,
      temperature: 0,
      ignore_eos: true,
    });
    const totalMs = performance.now() - started;
    if (!timings) throw new Error('wllama gave no timings');
    return {
      promptTokens: timings.prompt_n,
      newTokens: timings.predicted_n,
      firstMs: timings.prompt_ms,
      totalMs: Math.max(totalMs, timings.prompt_ms + timings.predicted_ms),
    };
  }

  return {
    async load(modelId, threads) {
      const gguf = await (await fetch(`${modelsUrl}${modelId}/model.gguf`)).blob();
      await engine.loadModel([gguf], { n_ctx: 2048, n_threads: threads, n_gpu_layers: 0 });
    },
    ask,
  };
}
