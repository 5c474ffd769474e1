import { connectEngine } from '../../../src/engine/connectEngine';
import type { PromptInput } from '../../../src/engine/engine';
import { readModelCard } from '../../../src/engine/modelCards';
import { greedy } from '../../../src/tasks/options';
import { modelsUrl, type Answer, type Question, type Side } from './side';

/** The engine as the page has it: its own worker, its interface. */
export function ours(): Side {
  const startWorker = () =>
    new Worker(new URL('../../../src/engine/worker.ts', import.meta.url), { type: 'module' });
  const engine = connectEngine(startWorker, { modelsUrl });

  async function ask({ prompt, newTokens }: Question): Promise<Answer> {
    const input: PromptInput =
      typeof prompt === 'string'
        ? { kind: 'parts', parts: [{ kind: 'data', text: prompt }] }
        : { kind: 'chat', messages: prompt };
    const started = performance.now();
    if (newTokens === null) {
      const { stats } = await engine.score({ prompt: input, continuations: ['A', 'B'] });
      const totalMs = performance.now() - started;
      return { promptTokens: stats.promptTokens, newTokens: 1, firstMs: totalMs, totalMs };
    }
    const suppress = ['<|eos|>', '<|pad|>', '<|bos|>'];
    const stream = engine.generate({ prompt: input, options: greedy(newTokens), suppress });
    let step = await stream.next();
    while (!step.done) step = await stream.next();
    const { promptTokens, newTokens: written, prefillMs, decodeMs } = step.value;
    const totalMs = performance.now() - started;
    // A token may wait in the worker until its text is whole, so the worker tells when it had the first.
    return {
      promptTokens,
      newTokens: written,
      firstMs: Math.max(prefillMs, totalMs - decodeMs),
      totalMs,
    };
  }

  return {
    async load(modelId, threads) {
      await engine.load(await readModelCard(modelId, modelsUrl), { threads, device: 'wasm' });
    },
    ask,
  };
}
