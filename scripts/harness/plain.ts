import { readModelCard } from '../../src/engine/modelCards';
import { personaPrompt } from '../../src/tasks/persona-inference/prompt';
import { modelsUrl } from './model';
import type { PlainRequest, PlainResult } from './plain.worker';
import { samplePairs } from './samples';
import { median } from './speed';

/** Transformers.js as its documentation shows it (`generate()`), on the same prompts; medians. */
export async function measurePlain(modelId: string, threads: number) {
  const card = await readModelCard(modelId, modelsUrl);
  const prompts = samplePairs(8).map((pair) => {
    const prompt = personaPrompt.taskTuned({ ...pair, reason: '' });
    return prompt?.kind === 'parts' ? prompt.parts.map(({ text }) => text).join('') : pair.chosen;
  });
  const request: PlainRequest = {
    modelId,
    dtype: card.dtype.wasm,
    modelsPath: new URL(modelsUrl).pathname,
    threads,
    prompts,
    newTokens: 40,
  };
  const worker = new Worker(new URL('./plain.worker.ts', import.meta.url), { type: 'module' });
  const { loadMs, runs } = await new Promise<PlainResult>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<PlainResult | string>) =>
      typeof data === 'string' ? reject(new Error(data)) : resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  });
  worker.terminate();
  return {
    loadMs,
    prefillTokensPerS: median(
      runs.map(({ promptTokens, firstMs }) => (promptTokens / firstMs) * 1000),
    ),
    decodeTokensPerS: median(
      runs
        .filter(({ newTokens }) => newTokens > 4)
        .map(({ newTokens, firstMs, totalMs }) => ((newTokens - 1) / (totalMs - firstMs)) * 1000),
    ),
    inferSideMs: median(runs.map(({ totalMs }) => totalMs)),
  };
}
