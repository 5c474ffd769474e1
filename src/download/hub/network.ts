import { AppError } from '../../domain/errors';

/** The parts of the world a download touches; tests hand in their own. */
export interface Network {
  fetch: typeof fetch;
  /** Resolves after `ms`, or earlier when the network comes back. @throws the signal's reason */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number in [0, 1), for jitter. */
  random(): number;
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

/** Attempts in a row that bring nothing, before we give up. */
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Runs `attempt` until it succeeds: exponential back-off with jitter between 50 and 100 %.
 * An attempt that made progress (`progressed`) starts the count anew.
 *
 * @throws {AppError} `download-failed` after eight attempts that brought nothing
 */
export async function withRetries<Result>(
  network: Network,
  what: string,
  attempt: () => Promise<Result>,
  progressed: () => boolean = () => false,
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
      if (failures >= ATTEMPTS) throw lost(what, error.message);
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

const lost = (what: string, message: string) =>
  new AppError(
    'download-failed',
    message,
    `The connection was lost while fetching ${what}. What came so far is kept. Check the network, then press Resume.`,
  );

const signIn = (url: string, status: number) =>
  new AppError(
    'download-failed',
    `${url}: status ${status}`,
    'This model does not exist there, or its owner gives it only to people who signed in. Check the name; or download it yourself, then load it from disk on the models page.',
  );
