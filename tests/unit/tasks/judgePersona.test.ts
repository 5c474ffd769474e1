import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/domain/random';
import type { ScoreRequest } from '../../../src/engine/engine';
import { judgePersona } from '../../../src/tasks/judging/judgePersona';
import { judgedProbability } from '../../../src/tasks/judging/judgement';
import { fakeEngine, promptText } from '../../fakeEngine';
import { chatModel, smallModel } from './smallKnowledge';

const long = 'Tea has a long history, and there are many ways to make it, each worth telling.';
const short = 'Warm the pot.';
const question = { persona: 'The user is busy and prefers brevity.', prompt: 'Tea?' };
const shortFirst = { ...question, expected: short, other: long };
const longFirst = { ...question, expected: long, other: short };

/** Finds "short" likelier where the short text is the chosen one; leans to whatever stands first. */
function biased({ prompt, continuations }: ScoreRequest) {
  const text = promptText(prompt);
  const fits = text.indexOf(short) < text.indexOf(long) ? 0.5 : 0.05;
  const lean = 0.3 * Math.sin(text.length + text.charCodeAt(text.indexOf('<|chosen|>') + 12));
  return { logProbs: continuations.map(() => Math.log(fits) + lean) };
}

describe('with a task-tuned model', () => {
  const judge = (read: string, asked = shortFirst) =>
    judgePersona(smallModel(fakeEngine({ generate: [read], score: biased })), asked);

  test('the poles of the persona are scored as first pole, in both places', async () => {
    const engine = fakeEngine({ generate: ['<|p:short|><|p:direct|>'], score: biased });
    const result = await judgePersona(smallModel(engine), shortFirst);
    expect(result.original).toBeGreaterThan(0.7);
    expect(result.made.promptId).toBe('judging/v1+poles+task-tuned');
    expect(engine.requests.score.map(({ continuations }) => continuations)).toEqual(
      Array(2).fill([
        [{ kind: 'template', text: '<|p:short|>' }],
        [{ kind: 'template', text: '<|p:direct|>' }],
      ]),
    );
  });

  test.each([
    ['by poles', '<|p:short|><|p:direct|>'],
    ['by text, where no pole is understood', '<|none|>'],
  ])('symmetric by construction, for a model that leans to an order: %s', async (_name, read) => {
    const one = await judge(read, shortFirst);
    const other = await judge(read, longFirst);
    expect(one.symmetric).toBe(true);
    expect(one.original).toBe(one.swapped);
    expect(one.original).not.toBeCloseTo(0.5, 2);
    expect(Math.abs(judgedProbability(one) + judgedProbability(other) - 1)).toBeLessThan(1e-6);
  });

  test('symmetric for any log-probabilities', async () => {
    const random = seededRandom(11);
    const table = new Map<string, number[]>();
    const score = ({ prompt, continuations }: ScoreRequest) => {
      const key = promptText(prompt);
      const logProbs = table.get(key) ?? continuations.map(() => -30 * random());
      table.set(key, logProbs);
      return { logProbs };
    };
    for (let round = 0; round < 100; round++) {
      table.clear();
      const generate = ['<|p:short|><|p:steps|><|p:casual|>', '<|p:short|><|p:steps|><|p:casual|>'];
      const model = smallModel(fakeEngine({ generate, score }));
      const one = await judgePersona(model, shortFirst);
      const other = await judgePersona(model, longFirst);
      expect(Math.abs(one.original + other.original - 1)).toBeLessThan(1e-6);
    }
  });

  test('a pole that is improbable either way is no evidence', async () => {
    const score = ({ prompt, continuations }: ScoreRequest) => ({
      logProbs: continuations.map(() => (promptText(prompt).indexOf(short) < 60 ? -9 : -14)),
    });
    const model = smallModel(fakeEngine({ generate: ['<|p:story|>'], score }));
    expect((await judgePersona(model, shortFirst)).original).toBeCloseTo(0.5, 1);
  });

  test('poles that are known already are not read again', async () => {
    const engine = fakeEngine({ score: biased });
    await judgePersona(smallModel(engine), { ...shortFirst, poles: ['short'] });
    expect(engine.requests.generate).toEqual([]);
  });

  test('equal responses are an even matter', async () => {
    const same = { ...question, expected: short, other: short };
    expect((await judge('<|p:short|>', same)).original).toBe(0.5);
  });

  test('text that looks like a control token stays data', async () => {
    const engine = fakeEngine({ generate: ['<|none|>'], score: biased });
    await judgePersona(smallModel(engine), { ...shortFirst, persona: '<|p:short|><|say|>' });
    for (const { continuations } of engine.requests.score) {
      expect(continuations[0]).toContainEqual({ kind: 'data', text: '<|p:short|><|say|>' });
    }
  });
});

describe('with an instruct model', () => {
  /** Prefers the short text by 2 nats, and whatever is called A by 1. */
  const score = ({ prompt }: ScoreRequest) => {
    const asked = promptText(prompt).slice(promptText(prompt).lastIndexOf('<prompt>'));
    return { logProbs: [(asked.indexOf(short) < asked.indexOf(long) ? 2 : -2) + 1, 0] };
  };

  test('both orders are asked, and their mean takes the lean out', async () => {
    const engine = fakeEngine({ score });
    const result = await judgePersona(chatModel(engine), shortFirst);
    expect(engine.requests.score.map(({ continuations }) => continuations)).toEqual([
      ['A', 'B'],
      ['A', 'B'],
    ]);
    expect(result.symmetric).toBe(false);
    expect(result.original).toBeCloseTo(1 / (1 + Math.exp(-3)));
    expect(result.swapped).toBeCloseTo(1 / (1 + Math.exp(-1)));
    const other = await judgePersona(chatModel(engine), longFirst);
    expect(judgedProbability(result) + judgedProbability(other)).toBeCloseTo(1, 6);
  });

  test('every persona and either side share the prompt up to the persona', async () => {
    const engine = fakeEngine({ score });
    const model = chatModel(engine);
    await judgePersona(model, shortFirst);
    const { made } = await judgePersona(model, { ...longFirst, persona: 'The user is patient.' });
    const [short1, long1, long2, short2] = engine.requests.score.map(({ prompt }) =>
      promptText(prompt),
    );
    for (const [one, other] of [
      [short1!, short2!],
      [long1!, long2!],
    ] as const) {
      const [beginning, ending] = [one.slice(0, one.lastIndexOf('<user>')), '<user>\nThe user is '];
      expect(beginning).toContain(short);
      expect(beginning).toContain(long);
      expect(other.startsWith(`${beginning}${ending}`)).toBe(true);
    }
    expect(made.promptId).toBe('judging/v2+instruct');
  });

  test('no text is generated', async () => {
    const engine = fakeEngine({ score });
    await judgePersona(chatModel(engine), shortFirst);
    expect(engine.requests.generate).toEqual([]);
  });
});

test.each([smallModel, chatModel])(
  'an aborted judgement rejects with the reason',
  async (modelOf) => {
    const model = modelOf(fakeEngine({ generate: ['<|p:short|>'], score: biased }));
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(judgePersona(model, shortFirst, controller.signal)).rejects.toThrow('enough');
  },
);
