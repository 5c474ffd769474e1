import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../src/domain/errors';
import { connectEngine, type EngineOptions } from '../../src/engine/connectEngine';
import type { GenerateRequest, LoadedModel } from '../../src/engine/engine';
import type { WorkerLike } from '../../src/engine/protocol';
import { serve, type Handlers } from '../../src/engine/rpc';
import { fakeCard } from '../fakeEngine';

const stats = {
  promptTokens: 1,
  cachedTokens: 0,
  newTokens: 3,
  prefillMs: 1,
  decodeMs: 5,
  stopReason: 'end-of-sequence',
} as const;
const request: GenerateRequest = {
  prompt: { kind: 'parts', parts: [] },
  options: { maxNewTokens: 8, temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1, seed: 1 },
};
const scoring = { prompt: request.prompt, continuations: [] };
const scored = { continuations: [], next: [], stats };
const tick = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));
const word = (text: string) => ({ text, tokenIds: [1] });

interface FakeWorker extends WorkerLike {
  ended: boolean;
  /** As the browser reports an uncaught error in the worker. */
  breakDown(): void;
}

/** An engine over workers in this process; each worker gets its own handlers, by number from 0. */
function engineOver(
  handlersOf: (number: number) => Partial<Handlers>,
  options: EngineOptions = {},
) {
  const workers: FakeWorker[] = [];
  const devices: string[] = [];
  const createWorker = (): FakeWorker => {
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => port1.close());
    const broken: ((event: Event) => void)[] = [];
    serve(port2, {
      async load({ card, device }): Promise<LoadedModel> {
        devices.push(device);
        return {
          card,
          device: device === 'webgpu' ? 'webgpu' : 'wasm',
          dtype: 'q8',
          threads: 1,
          notes: [],
        };
      },
      score: async () => scored,
      generate: async () => stats,
      ...handlersOf(workers.length),
    } satisfies Handlers);
    const worker: FakeWorker = {
      ended: false,
      postMessage: (message) => port1.postMessage(message),
      addEventListener(type: string, listener: (event: never) => void) {
        if (type === 'error') broken.push(listener as (event: Event) => void);
        if (type === 'message') port1.addEventListener('message', listener as EventListener);
      },
      start: () => port1.start(),
      terminate() {
        this.ended = true;
        port1.close();
      },
      breakDown: () => broken.forEach((listener) => listener(new Event('error'))),
    };
    workers.push(worker);
    return worker;
  };
  const engine = connectEngine(createWorker, { modelsUrl: 'http://test/models/', ...options });
  return { engine, workers, devices };
}

async function read(stream: AsyncIterable<{ text: string }>, pauseMs = 0): Promise<string> {
  let text = '';
  for await (const event of stream) {
    text += event.text;
    if (pauseMs > 0) await tick(pauseMs);
  }
  return text;
}

test('streams events and returns the cost', async () => {
  const { engine } = engineOver(() => ({
    async generate(_params, { emit }) {
      for (const text of ['The ', 'user ', 'likes tests.']) emit(word(text));
      return stats;
    },
  }));
  await engine.load(fakeCard);
  const stream = engine.generate(request);
  const words: string[] = [];
  let step = await stream.next();
  for (; !step.done; step = await stream.next()) words.push(step.value.text);
  expect(words).toEqual(['The ', 'user ', 'likes tests.']);
  expect(step.value).toEqual(stats);
});

test('a slow reader loses nothing', async () => {
  const { engine } = engineOver(() => ({
    async generate(_params, { emit }) {
      for (const text of ['one ', 'two ', 'three ', 'four']) {
        emit(word(text));
        await tick(2);
      }
      return stats;
    },
  }));
  await engine.load(fakeCard);
  expect(await read(engine.generate(request), 20)).toBe('one two three four');
});

test('errors keep their code and user message, and a harmless one keeps the worker', async () => {
  const { engine, workers } = engineOver(() => ({
    async generate() {
      throw new AppError('context-too-long', '9 tokens', 'Shorten the text.');
    },
  }));
  await engine.load(fakeCard);
  await expect(engine.generate(request).next()).rejects.toMatchObject({
    code: 'context-too-long',
    userMessage: 'Shorten the text.',
  });
  expect(await engine.score(scoring)).toEqual(scored);
  expect(workers).toHaveLength(1);
});

test('nothing can be asked before a model is loaded', async () => {
  const { engine } = engineOver(() => ({}));
  await expect(engine.score(scoring)).rejects.toMatchObject({ code: 'model-not-loaded' });
});

test('after an abort nothing comes, not even what had arrived; the worker is told', async () => {
  let stopped = false;
  const { engine, workers } = engineOver(() => ({
    async generate(_params, { emit, signal }) {
      while (!signal.aborted) {
        for (let i = 0; i < 5; i++) emit(word('word '));
        await tick();
      }
      stopped = true;
      emit(word('LATE'));
      return stats;
    },
  }));
  await engine.load(fakeCard);
  const controller = new AbortController();
  const stream = engine.generate(request, controller.signal);
  await stream.next();
  await tick(20); // many events wait for the reader now
  controller.abort();
  await expect(stream.next()).rejects.toMatchObject({ name: 'AbortError' });
  expect(await engine.score(scoring)).toEqual(scored);
  expect(stopped).toBe(true);
  expect(workers).toHaveLength(1);
});

test('leaving the loop early stops the worker', async () => {
  let stopped = false;
  const { engine } = engineOver(() => ({
    async generate(_params, { emit, signal }) {
      while (!signal.aborted) {
        emit(word('word '));
        await tick();
      }
      stopped = true;
      return stats;
    },
  }));
  await engine.load(fakeCard);
  for await (const _ of engine.generate(request)) break;
  await engine.score(scoring);
  expect(stopped).toBe(true);
});

test('calls run one at a time, in order, also after an abort', async () => {
  const log: string[] = [];
  const { engine } = engineOver(() => ({
    async score({ next = 0 }, { signal }) {
      log.push(`begin ${next}`);
      await tick(10);
      log.push(`end ${next}`);
      signal.throwIfAborted();
      return scored;
    },
  }));
  await engine.load(fakeCard);
  const controller = new AbortController();
  const first = engine.score({ ...scoring, next: 1 }, controller.signal);
  const rest = [2, 3].map((next) => engine.score({ ...scoring, next }));
  await tick(3);
  controller.abort();
  await expect(first).rejects.toMatchObject({ name: 'AbortError' });
  await Promise.all(rest);
  expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
});

test('an unanswered Stop replaces the worker and reloads the model', async () => {
  const { engine, workers, devices } = engineOver(
    (number) => (number === 0 ? { score: () => new Promise(() => {}) } : {}),
    { stopMs: 30 },
  );
  await engine.load(fakeCard);
  const stuck = engine.score(scoring, AbortSignal.timeout(5));
  const next = engine.score(scoring);
  await expect(stuck).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(await next).toEqual(scored);
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  expect(devices).toHaveLength(2);
});

test('what a broken worker was asked for is asked again of a new one, and the rest follows', async () => {
  const reloads: Promise<LoadedModel>[] = [];
  const asked: number[] = [];
  const { engine, workers } = engineOver(
    (number) => ({
      score: ({ next = 0 }) => {
        asked.push(next);
        return number === 0 ? new Promise(() => {}) : Promise.resolve(scored);
      },
    }),
    { onReload: (loaded) => reloads.push(loaded) },
  );
  await engine.load(fakeCard);
  const running = engine.score({ ...scoring, next: 1 });
  const waiting = engine.score({ ...scoring, next: 2 });
  await tick();
  workers[0]!.breakDown();
  expect(await running).toEqual(scored);
  expect(await waiting).toEqual(scored);
  expect(asked.sort()).toEqual([1, 1, 2]);
  expect(reloads).toHaveLength(1);
  expect(workers).toHaveLength(2);
});

test('a question that breaks every worker is given up with a sentence', async () => {
  const { engine, workers } = engineOver((number) => ({
    score: () => {
      setTimeout(() => workers[number]!.breakDown());
      return new Promise(() => {});
    },
  }));
  await engine.load(fakeCard);
  await expect(engine.score(scoring)).rejects.toMatchObject({
    code: 'worker-crashed',
    userMessage: expect.stringContaining('Nothing you made is lost'),
  });
  expect(workers.filter(({ ended }) => ended)).toHaveLength(3);
});

test('a question is not put to the model that comes after its own', async () => {
  const asked: number[] = [];
  const { engine, workers } = engineOver((number) => ({
    score: () => {
      asked.push(number);
      return new Promise(() => {});
    },
  }));
  await engine.load(fakeCard);
  const running = engine.score(scoring);
  await tick();
  const other = engine.load({ ...fakeCard, id: 'other' });
  await tick();
  workers[0]!.breakDown();
  await expect(running).rejects.toMatchObject({ code: 'model-not-loaded' });
  await other;
  expect(asked).toEqual([0]);
});

test('a failed run replaces the worker: after one failure every later one would fail', async () => {
  const { engine, workers } = engineOver((number) => ({
    async score() {
      if (number === 0) throw new Error('ERROR_CODE: 1, Non-zero status code');
      return scored;
    },
  }));
  await engine.load(fakeCard);
  await expect(engine.score(scoring)).rejects.toMatchObject({ code: 'unknown' });
  expect(await engine.score(scoring)).toEqual(scored);
  expect(workers).toHaveLength(2);
});

test('a worker that breaks at every load is not started for ever', async () => {
  const { engine, workers } = engineOver((number) =>
    number === 0
      ? {}
      : {
          load: () => {
            setTimeout(() => workers[number]!.breakDown());
            return new Promise(() => {});
          },
        },
  );
  await engine.load(fakeCard);
  workers[0]!.breakDown();
  await tick(30);
  expect(workers).toHaveLength(2);
  await expect(engine.score(scoring)).rejects.toMatchObject({ code: 'worker-crashed' });
  expect(workers).toHaveLength(5); // three tries
});

test('a GPU that fails while loading is given up for WASM, with a sentence', async () => {
  const { engine } = engineOver((number) =>
    number === 0
      ? {
          async load() {
            throw new AppError('gpu-failed', 'lost', 'The graphics processor could not start.');
          },
        }
      : {},
  );
  expect(await engine.load(fakeCard, { device: 'webgpu' })).toMatchObject({
    device: 'wasm',
    notes: ['The graphics processor could not start.'],
  });
});

test('a GPU that fails later is left: the model comes back on WASM', async () => {
  const reloads: Promise<LoadedModel>[] = [];
  const { engine, devices } = engineOver(
    (number) =>
      number === 0
        ? {
            async score() {
              throw new AppError('gpu-failed', 'device lost', 'Try again.');
            },
          }
        : {},
    { onReload: (loaded) => reloads.push(loaded) },
  );
  await engine.load(fakeCard, { device: 'webgpu' });
  expect(await engine.score(scoring)).toEqual(scored);
  expect(devices).toEqual(['webgpu', 'wasm']);
  expect((await reloads[0]!).notes.join()).toContain('main processor');
});

test('loading another model takes a fresh worker', async () => {
  const { engine, workers } = engineOver(() => ({}));
  await engine.load(fakeCard);
  await engine.load({ ...fakeCard, id: 'other' });
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  await engine.unload();
  expect(workers.every(({ ended }) => ended)).toBe(true);
});

test('a time of rest that is chosen after loading counts from the choice', async () => {
  let idleMs: number | null = null;
  const { engine, workers } = engineOver(() => ({}), { idleMs: () => idleMs });
  await engine.load(fakeCard);
  await tick(20);
  expect(workers[0]!.ended).toBe(false);
  idleMs = 1;
  engine.restAnew();
  await expect.poll(() => workers[0]!.ended).toBe(true);
});

test('a rest that is chosen in mid-answer begins after it; no rest is none', async () => {
  let idleMs: number | null = 1;
  let finish = () => {};
  const answering = new Promise<void>((resolve) => (finish = resolve));
  const { engine, workers } = engineOver(
    () => ({
      async generate() {
        await answering;
        return stats;
      },
    }),
    { idleMs: () => idleMs },
  );
  idleMs = null;
  await engine.load(fakeCard);
  const answer = read(engine.generate(request));
  await tick();
  idleMs = 1;
  engine.restAnew();
  await tick(20);
  expect(workers[0]!.ended).toBe(false);
  finish();
  await answer;
  await expect.poll(() => workers[0]!.ended).toBe(true);
});

test('a worker that was made ready for small models is not given a larger one', async () => {
  const large = { ...fakeCard, parameters: 135_000_000 };
  const first = engineOver(() => ({}), { early: 'small' });
  await first.engine.load({ ...fakeCard, parameters: 3_000_000 });
  expect(first.workers.map(({ ended }) => ended)).toEqual([false]);
  const second = engineOver(() => ({}), { early: 'small' });
  await second.engine.load(large);
  expect(second.workers.map(({ ended }) => ended)).toEqual([true, false]);
  const any = engineOver(() => ({}), { early: 'any' });
  await any.engine.load(large);
  expect(any.workers.map(({ ended }) => ended)).toEqual([false]);
});
