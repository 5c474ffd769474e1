import { AppError } from '../domain/errors';
import type { Endpoint, FromWorker, RequestName, Requests, ToWorker } from './protocol';

type Handler<K extends RequestName> = (
  params: Requests[K]['params'],
  context: { emit: (event: Requests[K]['event']) => void; signal: AbortSignal },
) => Promise<Requests[K]['result']>;

/** One function per request; a missing one is a type error. */
export type Handlers = { [K in RequestName]: Handler<K> };

/** Worker side: runs each request with its handler and reports back. After an abort no event leaves. */
export function serve(endpoint: Endpoint, handlers: Handlers): void {
  const running = new Map<number, AbortController>();
  const post = (message: FromWorker) => endpoint.postMessage(message);

  endpoint.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === 'abort') return running.get(data.id)?.abort();
    if (data.type !== 'request') return;

    const controller = new AbortController();
    const { signal } = controller;
    running.set(data.id, controller);
    // TypeScript cannot see that name and params belong together; `ToWorker` guarantees it.
    const handler = handlers[data.name] as Handler<RequestName>;
    try {
      const emit = (event: unknown) => {
        if (!signal.aborted) post({ type: 'event', id: data.id, event });
      };
      const result = await handler(data.params, { emit, signal });
      post({ type: 'result', id: data.id, result });
    } catch (error) {
      post({ type: 'error', id: data.id, error: AppError.from(error).toData() });
    } finally {
      running.delete(data.id);
    }
  });
  endpoint.start?.();
}

interface Pending {
  onEvent: (event: unknown) => void;
  resolve: (result: unknown) => void;
  reject: (reason: unknown) => void;
  /** The worker is done with it, whatever the caller was told. */
  settle: () => void;
}

/** A request under way. */
export interface Call<Result> {
  /** Rejects at once when the signal aborts. */
  result: Promise<Result>;
  /** Resolves when the worker has answered (also after an abort) or was given up. */
  settled: Promise<void>;
}

/** Page side: one typed function per worker. */
export function connect(endpoint: Endpoint, onAlive: (lock: string) => void = () => {}) {
  const pending = new Map<number, Pending>();
  let lastId = 0;

  endpoint.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'alive') return onAlive(data.lock);
    const request = pending.get(data.id);
    if (!request) return;
    if (data.type === 'event') return request.onEvent(data.event);
    pending.delete(data.id);
    if (data.type === 'result') request.resolve(data.result);
    else request.reject(AppError.fromData(data.error));
    request.settle();
  });
  endpoint.start?.();

  return {
    call<K extends RequestName>(
      name: K,
      params: Requests[K]['params'],
      options: {
        signal?: AbortSignal | undefined;
        onEvent?: ((event: Requests[K]['event']) => void) | undefined;
      } = {},
    ): Call<Requests[K]['result']> {
      const { signal, onEvent = () => {} } = options;
      const id = ++lastId;
      const answer = withResolvers<unknown>();
      const end = withResolvers<void>();
      const request: Pending = {
        onEvent: onEvent as (event: unknown) => void, // `Requests` pairs name and event
        resolve: answer.resolve,
        reject: answer.reject,
        settle: end.resolve,
      };
      const abort = () => {
        request.onEvent = () => {}; // nothing more is shown; the entry stays to learn of the end
        endpoint.postMessage({ type: 'abort', id } satisfies ToWorker);
        answer.reject(signal?.reason);
      };

      if (signal?.aborted) {
        answer.reject(signal.reason);
        end.resolve();
      } else {
        signal?.addEventListener('abort', abort, { once: true });
        pending.set(id, request);
        endpoint.postMessage({ type: 'request', id, name, params: plain(params) });
      }
      const result = answer.promise.finally(() => signal?.removeEventListener('abort', abort));
      return { result: result as Promise<Requests[K]['result']>, settled: end.promise };
    },

    /** Rejects everything in flight; call it when the worker is gone. */
    fail(error: AppError) {
      for (const { reject, settle } of pending.values()) {
        reject(error);
        settle();
      }
      pending.clear();
    },
  };
}

export type Connection = ReturnType<typeof connect>;

/** A copy that can be posted: `$state` proxies cannot. Requests hold JSON values and maps of files. */
function plain(value: unknown): unknown {
  if (value instanceof Map || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/** `Promise.withResolvers` is ES2024; Node 20 does not have it. */
export function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
