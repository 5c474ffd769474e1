import { describe, expect, test } from 'vitest';
import { understandPersona } from '../../../src/tasks/persona-inference/understandPersona';
import type { GenerateRequest, ScoreRequest } from '../../../src/engine/engine';
import { fakeEngine, promptText, type FakeScore } from '../../fakeEngine';
import { chatModel, smallModel } from './smallKnowledge';

/** Reads a few words the way the model does. */
function read({ prompt }: GenerateRequest): string {
  const text = promptText(prompt);
  const poles = [
    /short|brief/i.test(text) ? '<|p:short|>' : '',
    /cheap|money/i.test(text) ? '<|p:low-cost|>' : '',
    /without lists/.test(text) ? '<|p:prose|>' : '',
  ].join('');
  return poles || '<|none|>';
}

/** The same reading as odds of the first pole. */
function odds({ prompt }: ScoreRequest): FakeScore {
  const [first = '<|none|>'] = read({ prompt } as GenerateRequest).match(/<\|[^|]+\|>/g) ?? [];
  return { logProbs: [], next: [{ tokenId: 1, text: first, logProb: -0.1 }] };
}

describe('understandPersona', () => {
  test.each([
    ['The user is short of money and prefers brief answers.', ['short', 'low-cost'], []],
    ['The user is fond of opera and prefers short answers.', ['short'], ['fond', 'opera']],
    [
      'Cheap, brief, underwater basket weaving',
      ['short', 'low-cost'],
      ['underwater', 'basket', 'weaving'],
    ],
    ['The user likes answers without lists', ['prose'], []],
    ['', [], []],
    ['   \n ', [], []],
    ['🎌🎌', [], []],
  ])('of "%s"', async (text, poles, unknown) => {
    const model = smallModel(fakeEngine({ generate: read, score: odds }));
    expect(await understandPersona(model, text)).toEqual({ poles, unknown });
  });

  test('a huge text costs no more than a dozen phrases', async () => {
    const engine = fakeEngine({ generate: read, score: odds });
    const { unknown } = await understandPersona(smallModel(engine), 'opera, ballet, '.repeat(3000));
    expect(unknown).toEqual(['opera', 'ballet']);
    expect(engine.requests.score.length).toBeLessThanOrEqual(12);
  });

  test('a phrase that the whole hides is understood, if it is sure enough', async () => {
    const whole = (request: GenerateRequest) =>
      /and/.test(promptText(request.prompt)) ? '<|p:short|>' : '<|none|>';
    const sure = smallModel(fakeEngine({ generate: whole, score: odds }));
    const text = 'Short answers and cheap ideas';
    expect((await understandPersona(sure, text)).poles).toEqual(['short', 'low-cost']);
    const unsure = (request: ScoreRequest) => {
      const { logProbs, next } = odds(request);
      return { logProbs, next: next?.map((best) => ({ ...best, logProb: -1 })) ?? [] };
    };
    const guess = smallModel(fakeEngine({ generate: whole, score: unsure }));
    expect((await understandPersona(guess, text)).poles).toEqual(['short']);
  });

  test('who asks for no alcohol is never read as one who drinks', async () => {
    const engine = fakeEngine({ generate: () => '<|p:enjoys-a-drink|>', score: odds });
    const { poles } = await understandPersona(
      smallModel(engine),
      'The user quit drinking and prefers ideas without alcohol.',
    );
    expect(poles).toContain('alcohol-free');
    expect(poles).not.toContain('enjoys-a-drink');
  });

  test('an instruct model is not asked', async () => {
    const engine = fakeEngine([]);
    expect(await understandPersona(chatModel(engine), 'opera')).toEqual({ poles: [], unknown: [] });
  });
});
