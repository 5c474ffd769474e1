import { AppError } from '../domain/errors';
import type { ModelCard } from '../domain/types';
import { engineFiles } from './modelFiles';
import type { Placement } from './placement';

/** Weights that WASM can hold: of its 4 GB, a load needs the file, the copy and the caches. */
const WASM_WEIGHT_BYTES = 1.3e9;
/** A load takes this many times its weights for a moment (peers.md P16). */
const PEAK = { wasm: 2.3, webgpu: 1.6 };
/** Share of the machine's memory that one tab may count on. */
const SHARE = 0.6;

/**
 * Refuses a model before it takes the tab down.
 * @param deviceMemoryGb as the browser tells it: rounded, 8 at most; `null` where it does not
 * @returns `null` when it may be tried
 */
export function memoryRefusal(
  card: ModelCard,
  { device, dtype }: Pick<Placement, 'device' | 'dtype'>,
  deviceMemoryGb: number | null,
): AppError | null {
  const weights = engineFiles(card, dtype).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const needed = weights * PEAK[device];
  // 8 means "8 or more".
  const machine =
    deviceMemoryGb !== null && deviceMemoryGb < 8 ? deviceMemoryGb * 1e9 * SHARE : Infinity;
  const room = Math.min(machine, device === 'wasm' ? WASM_WEIGHT_BYTES * PEAK.wasm : Infinity);
  if (needed <= room) return null;
  const on = device === 'wasm' ? 'on the main processor' : 'on the graphics processor';
  return new AppError(
    'out-of-memory',
    `${card.id} ${device} ${dtype}: ${Math.round(needed)} of ${Math.round(room)} bytes`,
    `${card.name} needs about ${gigabytes(needed)} of memory ${on}, and this browser can give it about ${gigabytes(room)}. Choose a smaller model on the page “Models”.`,
  );
}

const gigabytes = (bytes: number) =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
