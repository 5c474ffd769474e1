import { onTestFinished } from 'vitest';
import type { GenerationOptions, ModelCard } from '../../src/domain/types';
import { connectEngine, type EngineOptions } from '../../src/engine/connectEngine';
import type { Engine, GenerateEvent, PromptInput } from '../../src/engine/engine';
import { readModelCard } from '../../src/engine/modelCards';

/** Where the tiny model of tests/fixtures is served. */
export const fixtures = new URL('/tests/fixtures/', location.origin).href;

export const greedy: GenerationOptions = {
  maxNewTokens: 24,
  temperature: 0,
  topK: 0,
  topP: 1,
  repetitionPenalty: 1,
  seed: 1,
};

export const tinyCard = (changes: Partial<ModelCard> = {}): Promise<ModelCard> =>
  readModelCard('tiny-model', fixtures).then((card) => ({ ...card, ...changes }));

/** A real engine over real workers; `workers` lists them, oldest first. Ended after the test. */
export function realEngine(
  options: EngineOptions = {},
  startWorker = () => new Worker(new URL('./engineWorker.ts', import.meta.url), { type: 'module' }),
): { engine: Engine; workers: Worker[] } {
  const workers: Worker[] = [];
  const engine = connectEngine(
    () => {
      const worker = startWorker();
      workers.push(worker);
      return worker;
    },
    { modelsUrl: fixtures, ...options },
  );
  onTestFinished(() => workers.forEach((worker) => worker.terminate()));
  return { engine, workers };
}

export const template = (text: string): PromptInput => ({
  kind: 'parts',
  parts: [{ kind: 'template', text }],
});

/** Everything a generation sent, and what it cost. */
export async function collect(stream: ReturnType<Engine['generate']>) {
  const events: GenerateEvent[] = [];
  let step = await stream.next();
  for (; !step.done; step = await stream.next()) events.push(step.value);
  return {
    stats: step.value,
    events,
    text: events.map(({ text }) => text).join(''),
    tokenIds: events.flatMap(({ tokenIds }) => tokenIds),
  };
}
