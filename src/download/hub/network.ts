import type { AppError } from '../../domain/errors';
import { passedElsewhere, signIn } from './networkErrors';

/** The parts of the world a download touches; tests hand in their own. */
export interface Network {
  fetch: typeof fetch;
  /** Resolves after `ms`, or earlier when the network comes back. @throws the signal's reason */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number in [0, 1), for jitter. */
  random(): number;
  /** After a request failed: true when the server had passed it on to an address that this page may not reach. */
  passedOn?(url: string): Promise<boolean>;
}

/** The same network, telling when it waits for another attempt. */
export function tellWaits(network: Network, onwait: (waiting: boolean) => void): Network {
  return {
    ...network,
    async wait(ms, signal) {
      onwait(true);
      await network.wait(ms, signal);
      onwait(false);
    },
  };
}

/** Thrown by one attempt when another one may succeed. */
export class Retry extends Error {
  constructor(
    message: string,
    /** Milliseconds that the server asked to wait; `null` for our own pace. */
    readonly afterMs: number | null = null,
  ) {
    super(message);
  }
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** How often something is tried, and what is said in the end. */
export interface Patience {
  /** Attempts in a row that bring nothing, before we give up; default 8: about two minutes. */
  attempts?: number;
  /** True when something came since it was asked last: the count begins anew. */
  progressed?: () => boolean;
  /** What is thrown in the end, from what the last attempt said. */
  failure: (message: string) => AppError;
}

/**
 * Runs `attempt` until it succeeds: exponential back-off with jitter between 50 and 100 %.
 * @throws {AppError} the failure, after several attempts that brought nothing
 */
export async function withRetries<Result>(
  network: Network,
  attempt: () => Promise<Result>,
  { attempts = 8, progressed = () => false, failure }: Patience,
  signal?: AbortSignal,
): Promise<Result> {
  for (let failures = 0; ;) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Retry)) throw error;
      failures = progressed() ? 1 : failures + 1;
      if (failures >= attempts) throw failure(error.message);
      const pace = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
      await network.wait(error.afterMs ?? pace * (0.5 + network.random() / 2), signal);
    }
  }
}

/**
 * One request. Nothing of the person goes along; nothing comes from a cache.
 * @throws {Retry} when the network fails, the server is busy or broken
 * @throws {AppError} `download-failed` when the server refuses
 */
export async function request(
  network: Network,
  url: string,
  headers: Record<string, string>,
  signal?: AbortSignal,
): Promise<Response> {
  let response: Response;
  try {
    response = await network.fetch(url, {
      headers,
      signal: signal ?? null,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (await network.passedOn?.(url)) throw passedElsewhere(url);
    throw new Retry(`${url}: ${String(error)}`);
  }
  const { status } = response;
  if (status === 429 || status === 408 || status >= 500) {
    const seconds = Number(response.headers.get('retry-after') ?? NaN);
    const afterMs = Number.isFinite(seconds) ? Math.min(seconds, 120) * 1000 : null;
    await response.body?.cancel().catch(() => {});
    throw new Retry(`${url}: status ${status}`, afterMs);
  }
  if (status === 401 || status === 403) throw signIn(url, status);
  return response;
}

/** True when the server sent a page for people where data were asked for. */
export const isWebPage = (response: Response) =>
  /text\/html/i.test(response.headers.get('content-type') ?? '');
