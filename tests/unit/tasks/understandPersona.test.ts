import { describe, expect, test } from 'vitest';
import { understandPersona } from '../../../src/tasks/persona-inference/understandPersona';
import type { GenerateRequest } from '../../../src/engine/engine';
import { fakeEngine, promptText } from '../../fakeEngine';
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
    const model = smallModel(fakeEngine({ generate: read }));
    expect(await understandPersona(model, text)).toEqual({ poles, unknown });
  });

  test('a huge text costs no more than a dozen phrases', async () => {
    const engine = fakeEngine({ generate: read });
    const { unknown } = await understandPersona(smallModel(engine), 'opera, ballet, '.repeat(3000));
    expect(unknown).toEqual(['opera', 'ballet']);
    expect(engine.requests.generate.length).toBeLessThanOrEqual(13);
  });

  test('an instruct model is not asked', async () => {
    const engine = fakeEngine([]);
    expect(await understandPersona(chatModel(engine), 'opera')).toEqual({ poles: [], unknown: [] });
  });
});
