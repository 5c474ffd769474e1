import { AppError } from '../domain/errors';
import type { ModelCard, ModelDtype } from '../domain/types';
import { makeDecoder, type Decoder } from './decoder';
import { forward } from './forward';
import { configureRuntime, loadHubModel } from './hub';
import type { FileContent } from './wasmGraph';
import { cacheBudget, deviceMemory } from './memoryGuard';
import { weightFiles } from './modelFiles';
import { selfTest } from './selfTest';
import { warmRuntime } from './warmRuntime';

const FAILED_GPU =
  'The graphics processor could not start this model, with these weights, so it is tried in another way.';

/** Sets the runtime up and begins to compile it, before there is a model; once per worker. */
export function startRuntime(device: 'wasm' | 'webgpu', threads: number): void {
  configureRuntime(device, threads);
  if (device === 'wasm') warmRuntime(threads);
}

/** @throws {AppError} `model-load-failed`, `out-of-memory`, `gpu-failed` */
export async function compileModel(
  card: ModelCard,
  files: ReadonlyMap<string, FileContent>,
  device: 'wasm' | 'webgpu',
  dtype: ModelDtype,
): Promise<Decoder> {
  const { contextTokens, prefillChunkTokens } = card;
  try {
    const hub = await loadHubModel(files, device, dtype);
    const weightBytes = weightFiles(card, dtype).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const parts = { ...hub, contextTokens, prefillChunkTokens, weightBytes };
    return makeDecoder(parts, cacheBudget(deviceMemory()));
  } catch (error) {
    throw device === 'webgpu' ? gpuFailed(error) : loadFailed(error, card);
  }
}

/**
 * Warms a model up, and on a GPU compares it with itself.
 * @returns false when the device calculates wrongly; the model is then freed
 * @throws {AppError} `gpu-failed`
 */
export async function tryModel(decoder: Decoder, device: 'wasm' | 'webgpu'): Promise<boolean> {
  if (device === 'wasm') {
    // A few tokens, so that the first answer does not pay for the first run.
    const ids = decoder.vocabulary.encode('Warm up.').slice(0, 8);
    (await forward(decoder.model, ids, null, 1)).past.release();
    return true;
  }
  const wrong = await selfTest(decoder).catch((error: unknown) => {
    throw gpuFailed(error);
  });
  if (wrong === null) return true;
  console.warn(`WebGPU self-test: ${wrong}`);
  await decoder.model.dispose();
  return false;
}

/** The page then takes a new worker and WASM: after a failed run this one is of no use. */
function gpuFailed(error: unknown): AppError {
  return new AppError('gpu-failed', String(error), FAILED_GPU, { cause: error });
}

function loadFailed(error: unknown, card: ModelCard): AppError {
  const message = String(error);
  if (/bad_alloc|out of memory|allocation|RangeError/i.test(message)) {
    const tooLarge = `There is not enough memory for ${card.name}. Close other tabs, or choose a smaller model on the page “Models”.`;
    return new AppError('out-of-memory', message, tooLarge, { cause: error });
  }
  return new AppError(
    'model-load-failed',
    message,
    `${card.name} could not be started. Reload the page; if that does not help, this browser may be too old for it.`,
    { cause: error },
  );
}
