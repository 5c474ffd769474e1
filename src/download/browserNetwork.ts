import type { Network } from './hub/network';

/** The browser's network. While the machine is offline, a wait ends only when it is back. */
export function browserNetwork(): Network {
  return {
    fetch: (...args) => fetch(...args),
    random: () => Math.random(), // jitter only
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer);
          removeEventListener('online', done);
          signal?.removeEventListener('abort', aborted);
        };
        const done = () => {
          end();
          resolve();
        };
        const aborted = () => {
          end();
          reject(signal?.reason);
        };
        const timer = navigator.onLine ? setTimeout(done, ms) : undefined;
        addEventListener('online', done);
        signal?.addEventListener('abort', aborted);
        if (signal?.aborted) aborted();
      }),
  };
}
