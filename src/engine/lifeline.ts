/**
 * Tells the page when a worker dies without a word (ended, out of memory).
 * The worker holds a Web Lock for its whole life; the page asks for the same lock and gets it only then.
 * Where there are no locks (insecure origins) nothing is watched: `error` events and Stop remain.
 */

/** Worker side. Resolves to the lock's name once it is held, `null` where there are no locks. */
export async function holdLifeline(): Promise<string | null> {
  if (!globalThis.navigator?.locks) return null;
  const name = `whose-boat-worker-${Math.random().toString(36).slice(2)}`;
  return new Promise((resolve) => {
    void navigator.locks.request(name, () => {
      resolve(name);
      return new Promise<never>(() => {}); // never let go
    });
  });
}

/** Page side: calls `onDeath` once when the holder of `name` is gone; abort `signal` to stop watching. */
export function watchLifeline(name: string, onDeath: () => void, signal: AbortSignal): void {
  navigator.locks.request(name, { signal }, onDeath).catch(() => {}); // aborted: the end was ours
}
