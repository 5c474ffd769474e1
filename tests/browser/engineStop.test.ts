import { expect, test } from 'vitest';
import { collect, greedy, realEngine, template, tinyCard } from './engineSetup';

const long = template('a house by the water. '.repeat(24)); // about 400 tokens
const short = template('<|read|>hello there<|out|>');
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('Stop in mid-prefill rejects at once and frees the worker within a step', async () => {
  const { engine, workers } = realEngine();
  await engine.load(await tinyCard({ prefillChunkTokens: 1 }));
  const started = performance.now();
  await engine.score({ prompt: long, continuations: [] });
  const wholeMs = performance.now() - started;
  await engine.load(await tinyCard({ prefillChunkTokens: 1 })); // forgets the prefix

  const controller = new AbortController();
  const call = collect(engine.generate({ prompt: long, options: greedy }, controller.signal));
  await wait(wholeMs / 8);
  const stopped = performance.now();
  controller.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(performance.now() - stopped).toBeLessThan(20);
  const next = await engine.score({ prompt: short, continuations: [] });
  expect(performance.now() - stopped).toBeLessThan(wholeMs / 2);
  expect(next.stats.promptTokens).toBeGreaterThan(2);
  expect(workers).toHaveLength(2); // one per load: Stop replaced none
});

test('Stop in mid-decode: nothing is emitted after it', async () => {
  const { engine, workers } = realEngine();
  await engine.load(await tinyCard());
  const controller = new AbortController();
  const options = { ...greedy, maxNewTokens: 450, temperature: 1.5 };
  const suppress = ['<|eos|>', '<|im_end|>'];
  const stream = engine.generate({ prompt: short, options, suppress }, controller.signal);
  let afterStop = 0;
  const read = (async () => {
    for await (const _ of stream) {
      if (controller.signal.aborted) afterStop++;
      if (!controller.signal.aborted) setTimeout(() => controller.abort(), 30);
    }
  })();
  await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  const stopped = performance.now();
  await engine.score({ prompt: short, continuations: ['x'] });
  expect(performance.now() - stopped).toBeLessThan(150);
  expect(afterStop).toBe(0);
  expect(workers).toHaveLength(1);
});

test('leaving the loop early frees the worker', async () => {
  const { engine } = realEngine();
  await engine.load(await tinyCard());
  const options = { ...greedy, maxNewTokens: 450 };
  for await (const _ of engine.generate({ prompt: short, options })) break;
  const left = performance.now();
  await engine.score({ prompt: short, continuations: ['x'] });
  expect(performance.now() - left).toBeLessThan(150);
});

test('calls queue in order; an aborted one that waits never runs', async () => {
  const { engine } = realEngine();
  await engine.load(await tinyCard());
  const order: string[] = [];
  const controller = new AbortController();
  const first = collect(engine.generate({ prompt: short, options: greedy })).then(() =>
    order.push('first'),
  );
  const second = engine
    .score({ prompt: short, continuations: ['x'] }, controller.signal)
    .catch(() => order.push('aborted'));
  const third = engine
    .score({ prompt: short, continuations: ['x'] })
    .then(() => order.push('third'));
  controller.abort();
  await Promise.all([first, second, third]);
  expect(order).toEqual(['aborted', 'first', 'third']);
});

test('a killed worker: the running answer keeps its text and goes on, and so does the waiting one', async () => {
  const reloads: unknown[] = [];
  const { engine, workers } = realEngine({ onReload: (loaded) => reloads.push(loaded) });
  await engine.load(await tinyCard());
  const expected = await collect(engine.generate({ prompt: short, options: greedy }));

  const options = { ...greedy, maxNewTokens: 300, temperature: 1.5 };
  const suppress = ['<|eos|>', '<|im_end|>'];
  const whole = await collect(engine.generate({ prompt: short, options, suppress }));
  const running = collect(engine.generate({ prompt: short, options, suppress }));
  const waiting = collect(engine.generate({ prompt: short, options: greedy }));
  await wait(30);
  workers[0]!.terminate(); // as an out-of-memory kill: no event tells the page
  const { events, ...continued } = await running;
  expect(events.length).toBeGreaterThan(3);
  expect(continued.tokenIds).toEqual(whole.tokenIds);
  expect(continued.text).toBe(whole.text);
  expect(continued.stats.newTokens).toBe(whole.stats.newTokens);
  expect((await waiting).tokenIds).toEqual(expected.tokenIds);
  expect(workers).toHaveLength(2);
  expect(reloads).toHaveLength(1);
  await expect(reloads[0]).resolves.toMatchObject({ device: 'wasm' });
});
