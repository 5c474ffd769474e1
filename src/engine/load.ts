import { AppError } from '../domain/errors';
import type { ModelCard, ModelDtype } from '../domain/types';
import { makeDecoder, type Decoder } from './decoder';
import type { LoadedModel, LoadProgress } from './engine';
import { forward } from './forward';
import { gpuFacts, place, type Placement } from './gpu';
import { configureRuntime, loadHubModel } from './hub';
import { engineFiles, readFiles } from './modelFiles';
import type { LoadParams } from './protocol';
import { threadCount } from './runtime';
import { selfTest } from './selfTest';
import { nextTurn } from './turn';

const WRONG_GPU =
  'The graphics processor calculates wrongly with this model, so the model runs on the main one.';
const FAILED_GPU =
  'The graphics processor could not start this model, so the model runs on the main one.';

/** What the worker keeps of a model, and what it tells the page. */
export interface Loaded {
  decoder: Decoder;
  info: LoadedModel;
}

/**
 * Reads, compiles and tries a model.
 * @throws {AppError} `model-load-failed`, `model-file-altered`, `out-of-memory`, `gpu-failed`
 */
export async function load(
  params: LoadParams,
  emit: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<Loaded> {
  const { card } = params;
  const placement = place(card, params.device, params.device === 'wasm' ? null : await gpuFacts());
  const threads = threadCount(params.threads);
  configureRuntime(placement.device, threads);
  const loaded = await loadOn(placement, threads, params, emit, signal);
  if (loaded.info.device === 'wasm') {
    await forward(loaded.decoder.model, [...warmUpIds(loaded.decoder)], null, 1).then(release);
    return loaded;
  }
  const wrong = await selfTest(loaded.decoder).catch(gpuFailed);
  if (wrong === null) return loaded;
  console.warn(`WebGPU self-test: ${wrong}`);
  await loaded.decoder.model.dispose();
  const wasm: Placement = { device: 'wasm', dtype: card.dtype.wasm, note: WRONG_GPU };
  return loadOn(wasm, threads, params, emit, signal);
}

async function loadOn(
  { device, dtype, note }: Placement,
  threads: number,
  { card, modelsUrl }: LoadParams,
  emit: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<Loaded> {
  let bytes = { loadedBytes: 0, totalBytes: 0 };
  const wanted = engineFiles(card, dtype);
  const { files, notes } = await readFiles(
    card,
    wanted,
    modelsUrl,
    (loadedBytes, totalBytes) => {
      bytes = { loadedBytes, totalBytes };
      emit({ phase: 'read', ...bytes });
    },
    signal,
  );
  emit({ phase: 'compile', ...bytes });
  await nextTurn(signal);
  const hub = await loadHubModel(files, device, dtype).catch(
    device === 'webgpu' ? gpuFailed : (error: unknown) => loadFailed(error, card),
  );
  emit({ phase: 'warm-up', ...bytes });
  await nextTurn(signal);
  const { contextTokens, prefillChunkTokens } = card;
  const decoder = makeDecoder({ ...hub, contextTokens, prefillChunkTokens });
  const why = note === null ? notes : [note, ...notes];
  return {
    decoder,
    info: { card, device, dtype: dtype satisfies ModelDtype, threads, notes: why },
  };
}

/** A few tokens, so that the first answer does not pay for the first run. */
const warmUpIds = ({ vocabulary }: Decoder) => vocabulary.encode('Warm up.').slice(0, 8);
const release = ({ past }: { past: { release(): void } }) => past.release();

/** The page then takes a new worker and WASM: after a failed run this one is of no use. */
function gpuFailed(error: unknown): never {
  throw new AppError('gpu-failed', String(error), FAILED_GPU, { cause: error });
}

function loadFailed(error: unknown, card: ModelCard): never {
  const message = String(error);
  if (/bad_alloc|out of memory|allocation|RangeError/i.test(message)) {
    const tooLarge =
      'There is not enough memory for this model. Close other tabs, or use a smaller model.';
    throw new AppError('out-of-memory', message, tooLarge, { cause: error });
  }
  throw new AppError(
    'model-load-failed',
    message,
    `${card.name} could not be started. Reload the page; if that does not help, this browser may be too old for it.`,
    { cause: error },
  );
}
