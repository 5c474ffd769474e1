import type { ErrorData } from '../domain/errors';
import type { GenerationStats, ModelCard } from '../domain/types';
import type {
  GenerateEvent,
  GenerateRequest,
  LoadedModel,
  LoadProgress,
  ScoreRequest,
  ScoreResult,
} from './engine';

/** What the worker needs to load a model; the page fills in what only it knows. */
export interface LoadParams {
  card: ModelCard;
  /** Absolute address of the folder that holds `<id>/`, with a slash at its end. */
  modelsUrl: string;
  device: 'auto' | 'wasm' | 'webgpu';
  /** `null` lets the worker choose. */
  threads: number | null;
  /** Stored files to read instead of `modelsUrl`; `null` for a model of this site. */
  files: ReadonlyMap<string, Blob> | null;
  /** How many of the card's GPU weights have failed in workers before this one. */
  skip: number;
}

/**
 * Everything the page may ask of the engine worker.
 * Each request answers with any number of `event`s, then one `result` or one `error`.
 */
export interface Requests {
  load: { params: LoadParams; event: LoadProgress; result: LoadedModel };
  generate: { params: GenerateRequest; event: GenerateEvent; result: GenerationStats };
  score: { params: ScoreRequest; event: never; result: ScoreResult };
}

export type RequestName = keyof Requests;

export type ToWorker =
  | {
      [K in RequestName]: { type: 'request'; id: number; name: K; params: Requests[K]['params'] };
    }[RequestName]
  | { type: 'abort'; id: number };

export type FromWorker =
  /** The worker holds the Web Lock `lock` for as long as it lives. */
  | { type: 'alive'; lock: string }
  | { type: 'event'; id: number; event: unknown }
  | { type: 'result'; id: number; result: unknown }
  | { type: 'error'; id: number; error: ErrorData };

/** The part of `Worker` and `MessagePort` that we use, so tests can pass a `MessageChannel`. */
export interface Endpoint {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

/** A worker as the page holds it: an endpoint that can break and can be ended. */
export interface WorkerLike extends Endpoint {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
  terminate(): void;
}
