import { AppError, type ErrorCode } from '../domain/errors';
import type { ModelCard } from '../domain/types';

/** Failures of the worker or the device, not of the request: the same request may go well in a new one. */
const LOST: readonly ErrorCode[] = ['worker-crashed', 'gpu-failed'];
/** A request that has taken this many workers down is given up. */
const TRIES = 3;

/** Failures that leave the worker sound. After any other it is replaced (stack.md, T1). */
const HARMLESS: readonly ErrorCode[] = [
  'context-too-long',
  'model-not-loaded',
  'model-file-altered',
  'worker-crashed', // already replaced
];

/** True when a worker is of no use after this failure. */
export function spoilsWorker(error: unknown): boolean {
  return error instanceof AppError && !HARMLESS.includes(error.code);
}

/** True when a request that failed for the `tries`-th time is worth another worker. */
export function worthAnother(error: unknown, tries: number, signal?: AbortSignal): boolean {
  const lost = error instanceof AppError && LOST.includes(error.code);
  return lost && tries < TRIES && !signal?.aborted;
}

/** Asks again in the next worker when one dies under a request whose answer comes in one piece. */
export async function retryLost<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!worthAnother(error, tries, signal)) throw error;
    }
  }
}

/**
 * A check for every try of one request: all must meet the model of the first.
 * @returns throws {AppError} `model-not-loaded` when another model has come in between
 */
export function sameModel(current: () => ModelCard | null): () => void {
  let first: ModelCard | null = null;
  return () => {
    first ??= current();
    if (current() === first) return;
    const message = 'Another model was chosen while this one was being started again. Try again.';
    throw new AppError('model-not-loaded', `${first?.id} was replaced`, message);
  };
}
