import type {
  ChatMessage,
  GenerationOptions,
  GenerationStats,
  ModelCard,
  ModelDtype,
} from '../domain/types';

/** A piece of a prompt. Special tokens are honoured in `template` pieces only: `data` cannot forge them. */
export interface PromptPart {
  kind: 'template' | 'data';
  text: string;
}

/** What a model reads: a chat (its template is applied, all content is data), or parts as they stand. */
export type PromptInput =
  | { kind: 'chat'; messages: readonly ChatMessage[] }
  | { kind: 'parts'; parts: readonly PromptPart[] };

export type LoadPhase = 'read' | 'compile' | 'warm-up';

export interface LoadProgress {
  phase: LoadPhase;
  loadedBytes: number;
  totalBytes: number;
}

/** What was loaded, and on what; `notes` are sentences for the person ("No GPU here: …"). */
export interface LoadedModel {
  card: ModelCard;
  device: 'wasm' | 'webgpu';
  dtype: ModelDtype;
  threads: number;
  notes: string[];
}

/** One candidate for the next token, with its log-probability in nats. */
export interface TokenOdds {
  tokenId: number;
  text: string;
  logProb: number;
}

export interface GenerateEvent {
  /** Text that became certain with these tokens; special tokens of `template` kind are spelled out. */
  text: string;
  tokenIds: number[];
  /** Per token the likeliest candidates, best first; only with `alternatives > 0`. */
  alternatives?: TokenOdds[][];
}

export interface GenerateRequest {
  prompt: PromptInput;
  options: GenerationOptions;
  /** Tokens that an earlier worker produced and sent; the answer goes on after them. For the engine itself. */
  resume?: readonly number[];
  /** Generation ends before any of these texts. */
  stop?: readonly string[];
  /** Tokens (by their exact text) that must not be produced. */
  suppress?: readonly string[];
  /** Tokens (by their exact text) that may be produced once at most. */
  once?: readonly string[];
  /** How many alternatives to report per token; default 0. */
  alternatives?: number;
}

/** A text is data; parts may hold control tokens such as `<|p:short|>` or the end of the answer. */
export type Continuation = string | readonly PromptPart[];

export interface ScoreRequest {
  prompt: PromptInput;
  /** What may follow the prompt, each scored by itself. */
  continuations: readonly Continuation[];
  /** Also report the k likeliest next tokens; default 0. */
  next?: number;
}

export interface ScoreResult {
  /** One per continuation: log-probabilities in nats, shape (tokens). */
  continuations: { tokenLogProbs: number[]; logProb: number }[];
  next: TokenOdds[];
  stats: GenerationStats;
}

/**
 * The model, as the rest of the app sees it.
 * Real: `connectEngine(worker)`. In tests: `fakeEngine`.
 * Calls queue up; one runs at a time. An aborted call rejects with the signal's reason.
 */
export interface Engine {
  /** @throws {AppError} `model-load-failed`, `model-file-altered`, `out-of-memory` */
  load(
    card: ModelCard,
    options?: {
      device?: 'auto' | 'wasm' | 'webgpu';
      threads?: number;
      /** Stored files by path, read instead of the site's; only handles travel to the worker. */
      files?: ReadonlyMap<string, Blob>;
      signal?: AbortSignal;
      onProgress?: (progress: LoadProgress) => void;
    },
  ): Promise<LoadedModel>;

  /** Yields text as it is decoded and returns the cost. */
  generate(
    request: GenerateRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<GenerateEvent, GenerationStats, void>;

  /** Log-probabilities of given continuations, and next-token odds. */
  score(request: ScoreRequest, signal?: AbortSignal): Promise<ScoreResult>;

  unload(): Promise<void>;
}

/** An engine that gives its memory back after a rest. */
export interface RestingEngine extends Engine {
  /** Call it when another time of rest was chosen: it counts from now, not from the next question. */
  restAnew(): void;
}

/** Collects a whole stream into one string. */
export async function collectText(stream: AsyncIterable<GenerateEvent>): Promise<string> {
  let text = '';
  for await (const event of stream) text += event.text;
  return text;
}
