import type { LoadedModel, LoadProgress } from './engine';
import { gpuFacts, place, type Placement } from './gpu';
import { engineFiles, readFiles } from './modelFiles';
import type { LoadParams } from './protocol';
import { threadCount } from './runtime';
import type { Decoder } from './decoder';
import { nextTurn } from './turn';

const INSECURE =
  'This address is not secure (no https), so the browser allows no graphics processor, no threads and no offline use. Everything still works, more slowly.';
const WRONG_GPU =
  'The graphics processor calculates wrongly with this model, so the model runs on the main one.';

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
  const threads = threadCount(params.threads, card.parameters);
  const library = import('./startModel'); // 0.6 MB of script: fetched while the weights are
  const started = library.then(({ startRuntime }) => startRuntime(placement.device, threads));
  started.catch(() => {}); // told when it is waited for
  const loaded = await loadOn(placement, threads, started, params, emit, signal);
  if (loaded) return loaded;
  const wasm: Placement = { device: 'wasm', dtype: card.dtype.wasm, note: WRONG_GPU };
  const second = await loadOn(wasm, threads, started, params, emit, signal);
  if (!second) throw new Error('a model on WASM is always taken');
  return second;
}

/** `null` when the device calculates wrongly. */
async function loadOn(
  { device, dtype, note }: Placement,
  threads: number,
  started: Promise<void>,
  { card, modelsUrl }: LoadParams,
  emit: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<Loaded | null> {
  let bytes = { loadedBytes: 0, totalBytes: 0 };
  const onBytes = (loadedBytes: number, totalBytes: number) => {
    bytes = { loadedBytes, totalBytes };
    emit({ phase: 'read', ...bytes });
  };
  const { files, notes } = await readFiles(
    card,
    engineFiles(card, dtype),
    modelsUrl,
    onBytes,
    signal,
  );
  emit({ phase: 'compile', ...bytes });
  const { compileModel, tryModel } = await import('./startModel');
  await started;
  await nextTurn(signal);
  const decoder = await compileModel(card, files, device, dtype);
  emit({ phase: 'warm-up', ...bytes });
  await nextTurn(signal);
  if (!(await tryModel(decoder, device))) return null;
  const insecure = globalThis.isSecureContext === false ? [INSECURE] : [];
  const why = [...insecure, ...(note === null ? [] : [note]), ...notes];
  return { decoder, info: { card, device, dtype, threads, notes: why } };
}
