import { withResolvers } from './rpc';

/** First come, first served; one holder at a time. */
export class CallQueue {
  #tail: Promise<void> = Promise.resolve();

  /** Waits for its turn. Returns the function that ends it. Rejects with the signal's reason. */
  async enter(signal?: AbortSignal): Promise<() => void> {
    const before = this.#tail;
    const turn = withResolvers<void>();
    this.#tail = before.then(() => turn.promise);
    try {
      await orAbort(before, signal);
    } catch (error) {
      turn.resolve();
      throw error;
    }
    return () => turn.resolve(undefined);
  }
}

/** `promise`, or the signal's reason as soon as it aborts. */
export async function orAbort<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const { promise: aborted, reject } = withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
