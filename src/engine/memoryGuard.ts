import { AppError } from '../domain/errors';
import { memoryNeeded, memoryRoom } from '../domain/modelMemory';
import type { ModelCard } from '../domain/types';
import { engineFiles } from './modelFiles';
import type { Placement } from './placement';

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
  const needed = memoryNeeded(weights, device);
  const room = memoryRoom(device, deviceMemoryGb);
  if (needed <= room) return null;
  const on = device === 'wasm' ? 'on the main processor' : 'on the graphics processor';
  return new AppError(
    'out-of-memory',
    `${card.id} ${device} ${dtype}: ${Math.round(needed)} of ${Math.round(room)} bytes`,
    `${card.name} needs about ${gigabytes(needed)} of memory ${on}, and this browser can give it about ${gigabytes(room)}. Choose a smaller model on the page “Models”.`,
  );
}

/**
 * Bytes for the attention caches of recent prompts. 1,000 tokens take 46 MB in a model of 135 M
 * parameters and 230 MB in one of 600 M, and two tasks with few-shot prompts want one each.
 * @param deviceMemoryGb `null` where the browser does not tell
 */
export function cacheBudget(deviceMemoryGb: number | null): number {
  return Math.min(512, (deviceMemoryGb ?? 4) * 64) * 2 ** 20;
}

/** Gigabytes, rounded, 8 at most; Firefox and Safari do not tell. */
export const deviceMemory = (): number | null => {
  const value: unknown = Reflect.get(globalThis.navigator ?? {}, 'deviceMemory');
  return typeof value === 'number' ? value : null;
};

const gigabytes = (bytes: number) =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
