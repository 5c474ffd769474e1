import { AppError } from '../domain/errors';
import type { ModelCard } from '../domain/types';
import type { LoadedModel } from './engine';
import { watchLifeline } from './lifeline';
import type { LoadParams, RequestName, Requests, WorkerLike } from './protocol';
import { wasmDtype } from './placement';
import { connect, type Call, type Connection } from './rpc';

const CRASHED = 'The model stopped working and is being started again. Nothing you made is lost.';
const OFF_THE_GPU =
  'The graphics processor failed, so the model now runs on the main processor, more slowly.';

interface Running {
  worker: WorkerLike;
  connection: Connection;
  /** Aborted when we end the worker ourselves. */
  ended: AbortController;
}

/** Keeps one worker alive with the wanted model in it; starts another when it fails. */
export class WorkerHost {
  #running: Running | null = null;
  #wanted: { params: LoadParams; loaded: LoadedModel } | null = null;
  /** The reload under way or done; `null` when one is needed. */
  #reload: Promise<void> | null = null;
  #reloading = false;
  /** True while the worker was asked for nothing. */
  #unused = false;

  constructor(
    private readonly createWorker: () => WorkerLike,
    /** Told of each reload after a failure, so that the page can say so. */
    private readonly onReload: (loaded: Promise<LoadedModel>) => void,
  ) {}

  call<K extends RequestName>(
    name: K,
    params: Requests[K]['params'],
    options: CallOptions<K>,
  ): Call<Requests[K]['result']> {
    this.#running ??= this.#start();
    this.#unused = false;
    return this.#running.connection.call(name, params, options);
  }

  /** Starts a worker before there is anything to ask it for. */
  prepare(): void {
    this.#running = this.#start();
    this.#unused = true;
  }

  /** Ends the worker, unless it was never used and fits: the next call gets a fresh one. */
  renew(fits: boolean): void {
    if (!this.#unused || !fits) this.end();
  }

  /** What the next worker must hold; `null` for nothing. */
  want(model: { params: LoadParams; loaded: LoadedModel } | null): void {
    this.#wanted = model;
    this.#reload = Promise.resolve();
  }

  /** What the worker holds, or the next one will. */
  get card(): ModelCard | null {
    return this.#wanted?.params.card ?? null;
  }

  /** Resolves when the wanted model is in the worker. @throws {AppError} when the reload fails */
  ready(): Promise<void> {
    if (!this.#wanted) {
      const message = 'No model is loaded. Load one on the page “Models”, then try again.';
      return Promise.reject(new AppError('model-not-loaded', 'no model', message));
    }
    return (this.#reload ??= this.#load(this.#wanted));
  }

  /** Ends the worker; what is in flight rejects with `error`. The model is reloaded when needed. */
  end(error: AppError = new AppError('worker-crashed', 'worker ended', CRASHED)): void {
    const running = this.#running;
    this.#running = null;
    this.#unused = false;
    this.#reload = null;
    running?.ended.abort();
    running?.worker.terminate();
    running?.connection.fail(error);
  }

  /** After a failure: ends the worker and loads the model into a new one right away. */
  replace(error?: AppError): void {
    const wasReady = this.#reload !== null && !this.#reloading;
    this.end(error);
    if (!this.#wanted) return;
    const { params, loaded } = this.#wanted;
    if (loaded.device === 'webgpu' && wasmDtype(params.card) !== null) {
      const notes = [...loaded.notes, OFF_THE_GPU];
      this.#wanted = { params: { ...params, device: 'wasm' }, loaded: { ...loaded, notes } };
    }
    // A worker that dies while it reloads is not tried again until somebody asks.
    if (wasReady) this.ready().catch(() => {});
  }

  async #load(wanted: { params: LoadParams; loaded: LoadedModel }): Promise<void> {
    const { result } = this.call('load', wanted.params, {});
    const reloaded = result.then((loaded): LoadedModel => {
      const notes = [...new Set([...wanted.loaded.notes, ...loaded.notes])];
      return { ...loaded, notes };
    });
    reloaded.catch(() => {}); // told to whoever waits in `ready`
    this.onReload(reloaded);
    this.#reloading = true;
    try {
      const loaded = await reloaded;
      if (this.#wanted === wanted) this.#wanted = { params: wanted.params, loaded };
    } catch (error) {
      if (this.#wanted === wanted) this.end(); // the next call tries again, with a new worker
      throw error;
    } finally {
      this.#reloading = false;
    }
  }

  #start(): Running {
    const worker = this.createWorker();
    const ended = new AbortController();
    const died = () => {
      if (!ended.signal.aborted) this.replace();
    };
    const connection = connect(worker, (lock) => watchLifeline(lock, died, ended.signal));
    worker.addEventListener('error', died);
    worker.addEventListener('messageerror', died);
    return { worker, connection, ended };
  }
}

export interface CallOptions<K extends RequestName> {
  signal?: AbortSignal | undefined;
  onEvent?: ((event: Requests[K]['event']) => void) | undefined;
}
