import type { ModelCard, ModelDtype } from '../domain/types';
import type { GpuFacts } from './gpu';
import { weightFiles } from './modelFiles';

/** Where a model will run, with which weights, and the sentence that says why, if one is due. */
export interface Placement {
  device: 'wasm' | 'webgpu';
  dtype: ModelDtype;
  note: string | null;
}

/**
 * Models below this size stay on WASM under `auto`. A GPU pays about 0.02 ms for each of the
 * hundred-odd operators of a step and a read-back on top, more than WASM needs for the whole step of
 * a model of 3 M parameters, and its runtime is 13 MB larger to fetch.
 */
const WORTH_A_GPU = 60_000_000;
/** On WASM a step with 4-bit weights takes six times as long as one with bytes (26 and 4.4 tokens/s). */
const FOUR_BITS: readonly ModelDtype[] = ['q4', 'q4f16'];
const HALF: readonly ModelDtype[] = ['q4f16', 'fp16'];

/** Whether `ladder` looks at the GPU at all: asking a browser for it takes a moment of every start. */
export const mayUseGpu = (card: ModelCard, wanted: 'auto' | 'wasm' | 'webgpu'): boolean =>
  wanted === 'webgpu' || (wanted === 'auto' && card.parameters >= WORTH_A_GPU);

/** What the GPU may be tried with, best first; never empty. */
export function gpuDtypes(card: ModelCard): ModelDtype[] {
  const wanted = card.dtype.webgpu;
  const twin = HALF.includes(wanted) && has(card, 'q4') ? ['q4' as const] : [];
  return has(card, wanted) || twin.length === 0 ? [wanted, ...twin] : twin;
}

/** What WASM gets: what the card says, but bytes rather than 4 bits where the model has them. */
export function wasmDtype(card: ModelCard): ModelDtype | null {
  const wanted = card.dtype.wasm;
  if (has(card, wanted) && !FOUR_BITS.includes(wanted)) return wanted;
  const order: ModelDtype[] = ['int8', 'q8', wanted, 'q4', 'fp32'];
  const found = order.filter((dtype) => !HALF.includes(dtype)).find((dtype) => has(card, dtype));
  if (found) return found;
  return card.files.some(({ path }) => path.startsWith('onnx/')) && HALF.includes(wanted)
    ? null
    : wanted;
}

/**
 * The steps down from GPU to WASM, in the order to try them.
 * @param skip how many of `gpuDtypes` have failed before
 * @param largestTensorBytes the largest single table of the model; `null` takes the largest file
 * @returns empty when this copy of the model has no weights for what is left
 */
export function ladder(
  card: ModelCard,
  wanted: 'auto' | 'wasm' | 'webgpu',
  gpu: GpuFacts | null,
  skip = 0,
  largestTensorBytes: ((dtype: ModelDtype) => number) | null = null,
): Placement[] {
  const onWasm = (note: string | null): Placement[] => {
    const dtype = wasmDtype(card);
    if (dtype === null) return [];
    const slow = FOUR_BITS.includes(dtype) && card.dtype.wasm !== dtype ? SLOW : null;
    return [{ device: 'wasm', dtype, note: [note, slow].filter(Boolean).join(' ') || null }];
  };
  if (!mayUseGpu(card, wanted)) return onWasm(null);
  if (!gpu) return onWasm(NO_GPU);
  if (wanted === 'auto' && gpu.fallback) return onWasm(SIMULATED);

  const possible = gpuDtypes(card).slice(skip);
  const weights = possible.filter((dtype) => has(card, dtype));
  if (weights.length === 0) return onWasm(skip > 0 ? null : NO_WEIGHTS);
  const usable = weights.filter((dtype) => gpu.f16 || !HALF.includes(dtype));
  if (usable.length === 0) return onWasm(NO_F16);
  const size = largestTensorBytes ?? ((dtype) => largestFile(card, dtype));
  const fitting = usable.filter((dtype) => size(dtype) <= gpu.maxBufferBytes);
  if (fitting.length === 0) return onWasm(TOO_LARGE);
  return [
    ...fitting.map((dtype, index): Placement => ({
      device: 'webgpu',
      dtype,
      note: index === 0 && dtype !== possible[0] ? FOUR_BIT_TWIN : null,
    })),
    ...onWasm(null),
  ];
}

const NO_GPU = 'This browser offers no graphics processor, so the model runs on the main one.';
const SIMULATED =
  'There is only a simulated graphics processor, so the model runs on the main one.';
const NO_WEIGHTS =
  'The graphics processor cannot use this model’s weights, so the model runs on the main one.';
const NO_F16 =
  'The graphics processor cannot use 16-bit numbers, and this copy of the model has no others for it, so it runs on the main one.';
const TOO_LARGE = 'This model is too large for the graphics processor, so it runs on the main one.';
const FOUR_BIT_TWIN =
  'The graphics processor cannot use 16-bit numbers, so 4-bit weights are used.';
const SLOW =
  'Only the 4-bit weights of this model are here; on the main processor its 8-bit weights write about five times as fast.';

const has = (card: ModelCard, dtype: ModelDtype) => weightFiles(card, dtype).length > 0;
const largestFile = (card: ModelCard, dtype: ModelDtype) =>
  Math.max(0, ...weightFiles(card, dtype).map(({ sizeBytes }) => sizeBytes));
