import { expect, test } from 'vitest';
import { collect, greedy, realEngine, template, tinyCard } from './engineSetup';

const long = template('a house by the water. '.repeat(24)); // about 400 tokens
const short = template('<|read|>hello there<|out|>');
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** A worker that went on after Stop could not be done with this before it is replaced. */
const endless = { ...greedy, maxNewTokens: 450, temperature: 1.5 };
const suppress = ['<|eos|>', '<|im_end|>'];

/** What the worker sends for each request, in the order it was sent. */
function listen(worker: Worker) {
  const sent: { type: string; id: number }[] = [];
  worker.addEventListener('message', ({ data }) => sent.push(data));
  return sent;
}

test('Stop in mid-prefill rejects at once; the prompt is not run to its end', async () => {
  const { engine, workers } = realEngine();
  await engine.load(await tinyCard({ prefillChunkTokens: 1 }));
  const controller = new AbortController();
  const call = collect(engine.generate({ prompt: long, options: greedy }, controller.signal));
  await wait(5);
  const sent = listen(workers[0]!);
  controller.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(sent).toEqual([]); // the caller was told before the worker answered
  // What a stopped prompt leaves is not kept: the whole prompt is still to be run.
  const next = await engine.score({ prompt: long, continuations: [] });
  expect(sent[0]?.type).toBe('error');
  expect(next.stats.cachedTokens).toBe(0);
  expect(workers).toHaveLength(1); // Stop replaced none
});

test('Stop in mid-decode: nothing is emitted after it, and the answer is not run to its end', async () => {
  const { engine, workers } = realEngine();
  await engine.load(await tinyCard());
  const sent = listen(workers[0]!);
  const controller = new AbortController();
  const stream = engine.generate({ prompt: short, options: endless, suppress }, controller.signal);
  let afterStop = 0;
  const read = (async () => {
    for await (const _ of stream) {
      if (controller.signal.aborted) afterStop++;
      else controller.abort();
    }
  })();
  await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  await engine.score({ prompt: short, continuations: ['x'] });
  expect(afterStop).toBe(0);
  expect(sent.find(({ type }) => type !== 'event')?.type).toBe('error'); // aborted, not finished
  expect(sent.filter(({ type }) => type === 'event').length).toBeLessThan(450 / 2);
  expect(workers).toHaveLength(1);
});

test('leaving the loop early ends the answer in the worker', async () => {
  const { engine, workers } = realEngine();
  await engine.load(await tinyCard());
  const sent = listen(workers[0]!);
  for await (const _ of engine.generate({ prompt: short, options: endless, suppress })) break;
  await engine.score({ prompt: short, continuations: ['x'] });
  expect(sent.find(({ type }) => type !== 'event')?.type).toBe('error'); // aborted, not finished
  expect(workers).toHaveLength(1);
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
