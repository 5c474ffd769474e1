import type { GenerationStats } from '../domain/types';
import { CallQueue, orAbort } from './callQueue';
import type { GenerateEvent, GenerateRequest, LoadedModel, RestingEngine } from './engine';
import { eventStream } from './eventStream';
import { IdleTimer } from './idleTimer';
import { loadDown } from './loadDown';
import { modelsUrl } from './modelCards';
import type { LoadParams, RequestName, Requests, WorkerLike } from './protocol';
import { resumeAnswer } from './resumeAnswer';
import { retryLost, sameModel, spoilsWorker } from './retryLost';
import { isSmall } from './smallModel';
import { WorkerHost, type CallOptions } from './workerHost';

export interface EngineOptions {
  /** Where the folders of the models are; default: `models/` beside the page. */
  modelsUrl?: string;
  /** Starts the first worker at once: its scripts come while the card is read. `small`: it serves small models alone. */
  early?: 'small' | 'any' | null;
  /** A worker that has not answered a Stop after so many milliseconds is replaced; default 2000. */
  stopMs?: number;
  /** Told of each reload after a failure, so that the page can say so. */
  onReload?: (loaded: Promise<LoadedModel>) => void;
  /** After so many milliseconds without a request the memory is given back; `null` for never. */
  idleMs?: () => number | null;
}

/**
 * The real engine: every method is one request to a worker from `createWorker`.
 * Calls queue; one runs at a time. A worker that fails, dies or ignores Stop is replaced and its
 * model reloaded: the running call goes on in the new worker, up to three times, and so do those that wait.
 */
export function connectEngine(
  createWorker: () => WorkerLike,
  { stopMs = 2000, early = null, onReload = () => {}, ...options }: EngineOptions = {},
): RestingEngine {
  const queue = new CallQueue();
  const host = new WorkerHost(createWorker, onReload);
  if (early) host.prepare();
  const idle = new IdleTimer(options.idleMs ?? (() => null), async () => {
    const leave = await queue.enter();
    host.end(); // what is wanted stays wanted: the next request loads it again
    leave();
  });

  /** Runs one request in a turn that is already ours, and ends the turn when the worker is done. */
  async function ask<K extends RequestName>(
    name: K,
    params: Requests[K]['params'],
    callOptions: CallOptions<K>,
    leave: () => void,
  ): Promise<Requests[K]['result']> {
    idle.begin();
    const { result, settled } = host.call(name, params, callOptions);
    void settled.then(() => {
      leave();
      idle.end();
    });
    try {
      return await result;
    } catch (error) {
      if (callOptions.signal?.aborted) {
        const timer = setTimeout(() => host.replace(), stopMs);
        void settled.then(() => clearTimeout(timer));
      } else if (spoilsWorker(error)) {
        host.replace();
      }
      throw error;
    }
  }

  async function askLoaded<K extends RequestName>(
    name: K,
    params: Requests[K]['params'],
    callOptions: CallOptions<K>,
    check: () => void,
  ): Promise<Requests[K]['result']> {
    const leave = await queue.enter(callOptions.signal);
    try {
      await orAbort(host.ready(), callOptions.signal);
      check();
    } catch (error) {
      leave();
      throw error;
    }
    return ask(name, params, callOptions, leave);
  }

  async function loadOnce(
    params: LoadParams,
    callOptions: CallOptions<'load'>,
  ): Promise<LoadedModel> {
    const leave = await queue.enter(callOptions.signal);
    host.want(null);
    host.renew(early === 'any' || isSmall(params)); // a fresh one for each model: no state is shared
    const loaded = await ask('load', params, callOptions, leave);
    host.want({ params, loaded });
    return loaded;
  }

  async function* answer(
    request: GenerateRequest,
    signal: AbortSignal | undefined,
    check: () => void,
  ): AsyncGenerator<GenerateEvent, GenerationStats, void> {
    const left = new AbortController();
    const stream = eventStream<GenerateEvent>();
    const until = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
    const callOptions = { signal: until, onEvent: stream.push };
    const result = askLoaded('generate', request, callOptions, check).finally(stream.end);
    result.catch(() => {}); // reported by `return await result` below
    try {
      for await (const event of stream) {
        signal?.throwIfAborted(); // events that wait here are not shown after Stop
        yield event;
      }
      return await result;
    } finally {
      left.abort(); // the reader left early: stop decoding too
    }
  }

  return {
    load(card, { device = 'auto', threads = null, files = null, signal, onProgress } = {}) {
      const url = options.modelsUrl ?? modelsUrl();
      const params: LoadParams = { card, modelsUrl: url, device, threads, files, skip: 0 };
      return loadDown(params, (next) => loadOnce(next, { signal, onEvent: onProgress }));
    },

    generate(request, signal) {
      const check = sameModel(() => host.card);
      return resumeAnswer((again) => answer(again, signal, check), request, signal);
    },

    score(request, signal) {
      const check = sameModel(() => host.card);
      return retryLost(() => askLoaded('score', request, { signal }, check), signal);
    },

    restAnew: () => idle.again(),

    async unload() {
      const leave = await queue.enter();
      host.want(null);
      host.end();
      leave();
      idle.stop();
    },
  };
}
