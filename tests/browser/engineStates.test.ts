import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine';
import { collect, greedy, template } from './engineSetup';
import { loaded } from './layouts';

/**
 * A model with short convolutions keeps the last inputs of each, which cannot be cut at a token in
 * the middle: what was read is used whole, or read again.
 */
const options = { ...greedy, maxNewTokens: 12, temperature: 1.5 };
const shared = '<|read|>the other water in a house on the hill, with stone and straw';
const endings = ['; the first<|out|>', '; a second one<|out|>', '; another<|out|>'];
const ask = (engine: Engine, text: string) =>
  collect(engine.generate({ prompt: template(text), options }));
/** What a model says that has read nothing before. */
const fresh = async (text: string) => ask((await loaded('lfm2', 'wasm', 'q4')).engine, text);

describe('states of short convolutions, on WASM', () => {
  test('however a prompt is cut into pieces, the answer is the same', async () => {
    const answers: number[][] = [];
    for (const prefillChunkTokens of [512, 2, 1]) {
      const { engine } = await loaded('lfm2', 'wasm', 'q4', { prefillChunkTokens });
      answers.push((await ask(engine, shared + endings[0]!)).tokenIds);
    }
    expect(new Set(answers[0]).size).toBeGreaterThan(3);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('prompts that part in the middle: read again, then kept where they part', async () => {
    const { engine } = await loaded('lfm2', 'wasm', 'q4');
    const cached: number[] = [];
    for (const ending of endings) {
      const answer = await ask(engine, shared + ending);
      expect(answer.tokenIds, ending).toEqual((await fresh(shared + ending)).tokenIds);
      cached.push(answer.stats.cachedTokens);
    }
    // Nothing can be cut from the first; the second leaves what it shares with it for the third.
    expect(cached.slice(0, 2)).toEqual([0, 0]);
    expect(cached[2]).toBeGreaterThan(32);
  });

  test('a prompt that goes on behind another starts there, also when that went on to an answer', async () => {
    const { engine } = await loaded('lfm2', 'wasm', 'q4');
    const first = await ask(engine, shared);
    const longer = shared + endings[1]!;
    const answer = await ask(engine, longer);
    expect(answer.stats.cachedTokens).toBe(first.stats.promptTokens);
    expect(answer.tokenIds).toEqual((await fresh(longer)).tokenIds);
    const again = await ask(engine, shared);
    expect(again.stats.cachedTokens).toBe(first.stats.promptTokens);
    expect(again.tokenIds).toEqual(first.tokenIds);
  });

  test('one prompt forked into several continuations: none is seen by another', async () => {
    const prompt = template(shared);
    const texts = [' and the fox', ' because of', ' and the fox'];
    const { engine } = await loaded('lfm2', 'wasm', 'q4');
    const { continuations } = await engine.score({ prompt, continuations: texts });
    expect(continuations[2]).toEqual(continuations[0]);
    for (const [index, text] of texts.slice(0, 2).entries()) {
      const alone = (await loaded('lfm2', 'wasm', 'q4')).engine;
      const [expected] = (await alone.score({ prompt, continuations: [text] })).continuations;
      expect(continuations[index]!.logProb, text).toBeCloseTo(expected!.logProb, 4);
    }
    expect(continuations[0]!.logProb).not.toBeCloseTo(continuations[1]!.logProb, 2);
  });
});
