import type { LoadedModel, LoadProgress } from './engine';
import { largestTable, noWeights, takeFiles } from './givenFiles';
import { gpuFacts } from './gpu';
import { deviceMemory, memoryRefusal } from './memoryGuard';
import { engineFiles, readFiles } from './modelFiles';
import { ladder, mayUseGpu, type Placement } from './placement';
import type { LoadParams } from './protocol';
import { threadCount } from './runtime';
import type { Decoder } from './decoder';
import { nextTurn } from './turn';

const INSECURE =
  'This address is not secure (no https), so the browser allows no graphics processor, no threads and no offline use. Everything still works, more slowly.';
const WRONG_GPU =
  'The graphics processor calculates wrongly with this model, so the model runs on the main one.';

const WRONG_HALF =
  'The graphics processor calculates wrongly with 16-bit numbers, so 4-bit weights with 32-bit numbers are used.';

/** What the worker keeps of a model, and what it tells the page. */
export interface Loaded {
  decoder: Decoder;
  info: LoadedModel;
}

/**
 * Reads, compiles and tries a model, one step down after the other.
 * @throws {AppError} `model-load-failed`, `model-file-altered`, `out-of-memory`, `gpu-failed`
 */
export async function load(
  params: LoadParams,
  emit: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<Loaded> {
  const { card, device, skip } = params;
  const facts = mayUseGpu(card, device) ? await gpuFacts() : null;
  const places = ladder(card, device, facts, skip, await largestTable(params.files));
  const [first] = places;
  if (!first) noWeights(card);
  const threads = threadCount(params.threads, card.parameters);
  const library = import('./startModel'); // 0.6 MB of script: fetched while the weights are
  const started = library.then(({ startRuntime }) => startRuntime(first.device, threads));
  started.catch(() => {}); // told when it is waited for
  const before: string[] = [];
  for (const place of places) {
    const refusal = memoryRefusal(card, place, deviceMemory());
    if (refusal) throw refusal;
    const loaded = await loadOn(place, threads, started, params, emit, signal);
    if (loaded) {
      return { ...loaded, info: { ...loaded.info, notes: [...before, ...loaded.info.notes] } };
    }
    const next = places[places.indexOf(place) + 1];
    before.push(next?.device === 'webgpu' ? WRONG_HALF : WRONG_GPU);
  }
  return noWeights(card);
}

/** `null` when the device calculates wrongly. */
async function loadOn(
  { device, dtype, note }: Placement,
  threads: number,
  started: Promise<void>,
  { card, modelsUrl, files: given }: LoadParams,
  emit: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<Loaded | null> {
  let bytes = { loadedBytes: 0, totalBytes: 0 };
  const onBytes = (loadedBytes: number, totalBytes: number) => {
    bytes = { loadedBytes, totalBytes };
    emit({ phase: 'read', ...bytes });
  };
  const wanted = engineFiles(card, dtype);
  const { files, notes } = given
    ? { files: takeFiles(wanted, given), notes: [] }
    : await readFiles(card, wanted, modelsUrl, onBytes, signal);
  if (given) {
    const size = wanted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    onBytes(size, size); // handles: the bytes are read while it compiles
  }
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
