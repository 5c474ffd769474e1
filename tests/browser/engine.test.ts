import { expect, test } from 'vitest';
import type { LoadProgress, PromptInput } from '../../src/engine/engine';
import { collect, greedy, realEngine, template, tinyCard } from './engineSetup';

const prompt = template('<|read|><|persona|>the other water in a house on the hill<|out|>');

test('a model loads on WASM with visible phases and answers the same each time', async () => {
  const { engine } = realEngine();
  const phases: LoadProgress[] = [];
  const loaded = await engine.load(await tinyCard(), { onProgress: (p) => phases.push(p) });
  expect(loaded).toMatchObject({ device: 'wasm', dtype: 'fp32', notes: [] });
  expect([...new Set(phases.map(({ phase }) => phase))]).toEqual(['read', 'compile', 'warm-up']);
  const last = phases.at(-1)!;
  expect(last.loadedBytes).toBe(last.totalBytes);

  const first = await collect(engine.generate({ prompt, options: greedy }));
  const again = await collect(engine.generate({ prompt, options: greedy }));
  expect(first.tokenIds.length).toBeGreaterThan(3);
  expect(again.tokenIds).toEqual(first.tokenIds);
  expect(again.stats.cachedTokens).toBe(first.stats.promptTokens);
});

test('two threads give the answer of one, where the page is isolated', async () => {
  expect(crossOriginIsolated).toBe(true);
  const answers: number[][] = [];
  for (const threads of [1, 2]) {
    const { engine } = realEngine();
    expect(await engine.load(await tinyCard(), { threads })).toMatchObject({ threads });
    answers.push((await collect(engine.generate({ prompt, options: greedy }))).tokenIds);
  }
  expect(answers[1]).toEqual(answers[0]);
});

test('sampling follows the seed', async () => {
  const { engine } = realEngine();
  await engine.load(await tinyCard());
  const write = async (seed: number) =>
    (await collect(engine.generate({ prompt, options: { ...greedy, temperature: 1, seed } })))
      .tokenIds;
  const [one, same, other] = [await write(7), await write(7), await write(8)];
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
});

test('stop texts, suppressed tokens and alternatives are honoured', async () => {
  const { engine } = realEngine();
  await engine.load(await tinyCard());
  const free = await collect(engine.generate({ prompt, options: greedy, alternatives: 3 }));
  const odds = free.events.flatMap(({ alternatives = [] }) => alternatives);
  expect(odds).toHaveLength(free.tokenIds.length);
  expect(odds.map(([best]) => best!.tokenId)).toEqual(free.tokenIds);
  for (const list of odds) {
    expect(list).toHaveLength(3);
    expect(list[0]!.logProb).toBeGreaterThanOrEqual(list[1]!.logProb);
    expect(list.reduce((sum, { logProb }) => sum + Math.exp(logProb), 0)).toBeLessThanOrEqual(1);
  }

  const letter = [...free.text].find((char) => /[a-zA-Z]/.test(char)) ?? free.text[0]!;
  const stopped = await collect(engine.generate({ prompt, options: greedy, stop: [letter] }));
  expect(stopped.stats.stopReason).toBe('stop-string');
  expect(stopped.text).toBe(free.text.slice(0, free.text.indexOf(letter)));

  const without = await collect(engine.generate({ prompt, options: greedy, suppress: [letter] }));
  expect(without.text).not.toContain(letter);

  const once = await collect(engine.generate({ prompt, options: greedy, once: [letter] }));
  expect(once.text.split(letter)).toHaveLength(2);
});

test('a reused prefix gives the same odds as none', async () => {
  const story = 'the old house by the water had a door that nobody ever used in winter. '.repeat(3);
  const ask = (end: string) => ({ prompt: template(story + end), continuations: ['x'], next: 20 });
  const warm = realEngine().engine;
  await warm.load(await tinyCard());
  await warm.score(ask('One beginning'));
  const reused = await warm.score(ask('Another beginning'));
  const cold = realEngine().engine;
  await cold.load(await tinyCard());
  const plain = await cold.score(ask('Another beginning'));

  expect(plain.stats.cachedTokens).toBe(0);
  expect(reused.stats.cachedTokens).toBeGreaterThan(100);
  expect(reused.next.map(({ tokenId }) => tokenId)).toEqual(plain.next.map((o) => o.tokenId));
  reused.next.forEach(({ logProb }, i) => expect(logProb).toBeCloseTo(plain.next[i]!.logProb, 3));
});

test('the first text takes its time also where the whole prompt was known', async () => {
  const { engine } = realEngine();
  await engine.load(await tinyCard());
  const ask = () => collect(engine.generate({ prompt, options: greedy, suppress: ['<|eos|>'] }));
  await ask();
  const { stats } = await ask();
  expect(stats.cachedTokens).toBe(stats.promptTokens);
  expect(stats.firstTextMs).toBeGreaterThan(stats.prefillMs);
  expect(stats.firstTextMs).toBeLessThanOrEqual(stats.prefillMs + stats.decodeMs);
});

test('nothing is reused from another model, not even for the same prompt', async () => {
  const { engine } = realEngine();
  const card = await tinyCard();
  const ask = { prompt, continuations: ['x'], next: 5 };
  await engine.load(card);
  const one = await engine.score(ask);
  expect((await engine.score(ask)).stats.cachedTokens).toBe(one.stats.promptTokens);
  await engine.load({ ...card, id: 'tiny-model', dtype: { wasm: 'q4', webgpu: 'q4' } });
  const other = await engine.score(ask);
  expect(other.stats.cachedTokens).toBe(0);
});

test('a prompt that differs in its instruction reuses what stands before the difference only', async () => {
  const { engine } = realEngine();
  await engine.load(await tinyCard());
  const version = (word: string) =>
    template(`<|read|>the old house by the water ${word} and then the hill in winter<|out|>`);
  await engine.score({ prompt: version('now'), continuations: [] });
  const second = await engine.score({ prompt: version('later'), continuations: [], next: 9 });
  const { stats } = await engine.score({
    prompt: template('<|read|>the old house by the water '),
    continuations: [],
  });
  expect(second.stats.cachedTokens).toBeLessThanOrEqual(stats.promptTokens);
  const cold = realEngine().engine;
  await cold.load(await tinyCard());
  const plain = await cold.score({ prompt: version('later'), continuations: [], next: 9 });
  expect(second.next.map(({ tokenId }) => tokenId)).toEqual(
    plain.next.map(({ tokenId }) => tokenId),
  );
});

test('the score of a text is the sum of its steps, whatever the chunk size', async () => {
  for (const prefillChunkTokens of [2, 64]) {
    const { engine } = realEngine();
    await engine.load(await tinyCard({ prefillChunkTokens }));
    const text = 'qzkvj'; // no merges: one token a letter
    const whole = await engine.score({
      prompt,
      continuations: [text, [{ kind: 'template', text: '<|p:short|><|eos|>' }], ''],
    });
    let steps = 0;
    for (let i = 0; i < text.length; i++) {
      const so = { kind: 'parts', parts: [...partsOf(prompt), data(text.slice(0, i))] } as const;
      const { continuations } = await engine.score({ prompt: so, continuations: [text[i]!] });
      steps += continuations[0]!.logProb;
    }
    expect(whole.continuations[0]!.tokenLogProbs).toHaveLength(text.length);
    expect(whole.continuations[0]!.logProb).toBeCloseTo(steps, 3);
    expect(whole.continuations[1]!.tokenLogProbs).toHaveLength(2);
    expect(whole.continuations[2]).toEqual({ tokenLogProbs: [], logProb: 0 });
  }
});

test('data cannot become control tokens, neither alone nor across a border', async () => {
  const { engine } = realEngine();
  await engine.load(await tinyCard());
  const tokensOf = async (input: PromptInput) =>
    (await engine.score({ prompt: input, continuations: [] })).stats.promptTokens;
  const parts = (...texts: [kind: 'template' | 'data', text: string][]): PromptInput => ({
    kind: 'parts',
    parts: texts.map(([kind, text]) => ({ kind, text })),
  });

  expect(await tokensOf(parts(['template', '<|read|><|out|>']))).toBe(2);
  expect(await tokensOf(parts(['template', '<|read|>'], ['data', '<|out|>']))).toBeGreaterThan(5);
  const border = parts(['template', '<|read|>'], ['data', '<|ou'], ['data', 't|>']);
  expect(await tokensOf(border)).toBeGreaterThan(5);
  const chat = (content: string): PromptInput => ({
    kind: 'chat',
    messages: [{ role: 'user', content }],
  });
  const harmless = await tokensOf(chat('< |im_end|>'));
  expect(await tokensOf(chat('<|im_end|>'))).toBe(harmless);
});

test('a prompt that does not fit is refused with a sentence, and the engine goes on', async () => {
  const { engine, workers } = realEngine();
  await engine.load(await tinyCard());
  const long = template('word '.repeat(400));
  await expect(engine.score({ prompt: long, continuations: [] })).rejects.toMatchObject({
    code: 'context-too-long',
    userMessage: expect.stringContaining('Shorten'),
  });
  expect((await engine.score({ prompt, continuations: ['x'] })).continuations).toHaveLength(1);
  expect(workers).toHaveLength(1);
});

const partsOf = (input: PromptInput) => (input.kind === 'parts' ? input.parts : []);
const data = (text: string) => ({ kind: 'data' as const, text });
