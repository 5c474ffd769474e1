import type { Network } from './hub/network';

/** The report of a broken policy comes a moment after the request has failed. */
const REPORT_MS = 100;

/** The browser's network. While the machine is offline, a wait ends only when it is back. */
export function browserNetwork(): Network {
  const stopped = new Set<string>();
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    if (effectiveDirective === 'connect-src') stopped.add(blockedURI);
  });
  return {
    fetch: (...args) => fetch(...args),
    random: () => Math.random(), // jitter only
    wait,
    async passedOn(url) {
      await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
      // The policy names the origin of this address: only an address it was passed on to can break it.
      return stopped.delete(url) || stopped.delete(new URL(url).origin);
    },
  };
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
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
  });
}
