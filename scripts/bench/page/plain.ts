import type { ToPlain } from './plain.worker';
import { modelsUrl, type Answer, type Side } from './side';

/** Transformers.js as its documentation shows it: a pipeline in a worker. */
export function plain(): Side {
  const worker = new Worker(new URL('./plain.worker.ts', import.meta.url), { type: 'module' });
  const send = (message: ToPlain) =>
    new Promise<Answer>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answer | string>) =>
        typeof data === 'string' ? reject(new Error(data)) : resolve(data);
      worker.onerror = ({ message: why }) => reject(new Error(why));
      worker.postMessage(message);
    });
  const modelsPath = new URL(modelsUrl).pathname;
  return {
    load: async (modelId, threads) => void (await send({ modelId, modelsPath, threads })),
    ask: (question) => send(question),
  };
}
