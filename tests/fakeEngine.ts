import { AppError } from '../src/domain/errors';
import type { GenerationStats, ModelCard } from '../src/domain/types';
import type {
  Engine,
  GenerateRequest,
  LoadedModel,
  PromptInput,
  ScoreRequest,
  ScoreResult,
} from '../src/engine/engine';

/** A scripted answer: the whole text, an error to fail with, or a function of the request. */
export type FakeAnswer = string | Error | ((request: GenerateRequest) => string | Error);

/** What a fake scores: the log-probability of each continuation, in nats, and next-token odds. */
export interface FakeScore {
  logProbs: readonly number[];
  next?: ScoreResult['next'];
}

export interface FakeScript {
  /** One entry per `generate` call, used in order; or one function for all calls. */
  generate?: readonly FakeAnswer[] | ((request: GenerateRequest) => string | Error);
  /** Answers every `score` call; default: all continuations equally likely. */
  score?: (request: ScoreRequest) => FakeScore | Error;
  /** Fails `load` when given. */
  load?: Error;
  /** Pause before each word, in milliseconds; default: one microtask turn. */
  wordMs?: number;
}

export interface FakeEngine extends Engine {
  /** Every request so far, oldest first. */
  readonly requests: { generate: GenerateRequest[]; score: ScoreRequest[]; load: ModelCard[] };
  /** Calls to `generate` that were aborted or left early. */
  readonly stopped: number;
}

/** What `fakeCard` describes: a task-tuned model that needs no files. */
export const fakeCard: ModelCard = {
  id: 'fake',
  name: 'Fake',
  summary: 'Answers from a script.',
  promptKind: 'task-tuned',
  parameters: 1,
  contextTokens: 512,
  dtype: { wasm: 'q8', webgpu: 'q4' },
  license: 'Apache-2.0',
  files: [
    { path: 'onnx/model_quantized.onnx', sizeBytes: 1, sha256: 'f'.repeat(64), role: 'default' },
  ],
  prefillChunkTokens: 64,
  judgeThreshold: 0.1,
};

/** The text of a prompt, pieces joined; handy in assertions. */
export function promptText(prompt: PromptInput): string {
  return prompt.kind === 'chat'
    ? prompt.messages.map(({ role, content }) => `${role}: ${content}`).join('\n')
    : prompt.parts.map(({ text }) => text).join('');
}

/**
 * An engine that answers from a script, word by word, and records what it was asked.
 * A second implementation of `Engine`, so a test needs no mocked module.
 */
export function fakeEngine(script: FakeScript | readonly FakeAnswer[] = {}): FakeEngine {
  const {
    generate = [],
    score,
    load,
    wordMs,
  }: FakeScript = isList(script) ? { generate: script } : script;
  const queue = typeof generate === 'function' ? null : [...generate];
  const requests: FakeEngine['requests'] = { generate: [], score: [], load: [] };
  let stopped = 0;

  const pause = () =>
    wordMs === undefined ? Promise.resolve() : new Promise<void>((go) => setTimeout(go, wordMs));

  function answerTo(request: GenerateRequest): string {
    const entry = queue ? queue.shift() : generate;
    if (entry === undefined || isList(entry)) throw new Error('fakeEngine has no answer left');
    const answer = typeof entry === 'function' ? entry(request) : entry;
    if (answer instanceof Error) throw answer;
    return answer;
  }

  return {
    requests,
    get stopped() {
      return stopped;
    },

    async load(card, { signal, onProgress } = {}): Promise<LoadedModel> {
      requests.load.push(card);
      signal?.throwIfAborted();
      onProgress?.({ phase: 'read', loadedBytes: 1, totalBytes: 1 });
      onProgress?.({ phase: 'compile', loadedBytes: 1, totalBytes: 1 });
      onProgress?.({ phase: 'warm-up', loadedBytes: 1, totalBytes: 1 });
      if (load) throw load;
      return { card, device: 'wasm', dtype: card.dtype.wasm, threads: 1, notes: [] };
    },

    async *generate(request, signal) {
      requests.generate.push(request);
      let finished = false;
      try {
        signal?.throwIfAborted();
        const words = answerTo(request).split(/(?<= )/);
        const { maxNewTokens } = request.options;
        for (const [index, word] of words.slice(0, maxNewTokens).entries()) {
          await pause();
          signal?.throwIfAborted();
          const alternatives = request.alternatives
            ? { alternatives: [[{ tokenId: index, text: word, logProb: 0 }]] }
            : {};
          yield { text: word, tokenIds: [index], ...alternatives };
        }
        finished = true;
        return { ...fakeStats(request.prompt), newTokens: Math.min(words.length, maxNewTokens) };
      } finally {
        if (!finished) stopped++;
      }
    },

    async score(request, signal): Promise<ScoreResult> {
      requests.score.push(request);
      await pause();
      signal?.throwIfAborted();
      const given = score?.(request) ?? { logProbs: request.continuations.map(() => -1) };
      if (given instanceof Error) throw given;
      return {
        continuations: given.logProbs.map((logProb) => ({ tokenLogProbs: [logProb], logProb })),
        next: given.next?.slice(0, request.next ?? 0) ?? [],
        stats: fakeStats(request.prompt),
      };
    },

    async unload() {},
  };
}

/** The error a real engine rejects with when it is asked before a model is there. */
export const notLoaded = (): AppError =>
  new AppError('model-not-loaded', 'fake', 'Load a model first, then try again.');

function isList(value: unknown): value is readonly FakeAnswer[] {
  return Array.isArray(value);
}

function fakeStats(prompt: PromptInput): GenerationStats {
  return {
    promptTokens: promptText(prompt).split(/\s+/).length,
    cachedTokens: 0,
    newTokens: 0,
    prefillMs: 1,
    decodeMs: 1,
    stopReason: 'end-of-sequence',
  };
}
