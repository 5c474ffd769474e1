import { modelsUrl } from './side';
import type { RawRequest, RawFigures } from './raw.worker';

/** Runs a graph by itself, without our engine or any library around ONNX Runtime. */
export async function tryRaw(
  modelId: string,
  request: Omit<RawRequest, 'url'>,
): Promise<RawFigures> {
  const worker = new Worker(new URL('./raw.worker.ts', import.meta.url), { type: 'module' });
  const url = `${modelsUrl}${modelId}/onnx/model_quantized.onnx`;
  const figures = await new Promise<RawFigures>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<RawFigures | string>) =>
      typeof data === 'string' ? reject(new Error(data)) : resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ ...request, url } satisfies RawRequest);
  });
  worker.terminate();
  return figures;
}
