import { describe, expect, test } from 'vitest';
import { inferPersona } from '../../../src/tasks/persona-inference/inferPersona';
import { DIFFER_IN_CONTENT, DIFFER_IN_NOTHING } from '../../../src/tasks/persona-inference/result';
import { greedy, inferOptions } from '../../../src/tasks/options';
import { drain } from '../../../src/tasks/streams';
import { fakeEngine, promptText } from '../../fakeEngine';
import { chatModel, pair, smallModel } from './smallKnowledge';

const said = '<|p:short|><|p:steps|><|say|>The user is busy and prefers short steps.';
const odds = (text: string, p: number) => ({ tokenId: 1, text, logProb: Math.log(p) });
const next = [
  odds('<|p:short|>', 0.6),
  odds('<|p:direct|>', 0.2),
  odds('the', 0.1),
  odds('<|p:steps|>', 0.05),
  odds('<|p:casual|>', 0.03),
  odds('<|p:formal|>', 0.001),
];
const score = () => ({ logProbs: [], next });

describe('with a task-tuned model', () => {
  test('the sentence streams, poles and rival reasons come with the result', async () => {
    const model = smallModel(fakeEngine({ generate: [said], score }));
    const { text, result } = await drain(inferPersona(model, pair(), 'chosen', inferOptions));
    expect(text).toBe('The user is busy and prefers short steps.');
    expect(result).toMatchObject({
      text,
      abstained: '',
      poles: ['short', 'steps'],
      fromReason: false,
      made: { modelId: 'fake', promptId: 'persona-inference/v1+task-tuned' },
    });
    expect(result.rivals.map(({ pole }) => pole)).toEqual(['direct', 'casual']);
    expect(result.rivals[0]?.odds).toBeCloseTo(0.2);
  });

  test('for the rejected side the responses trade places', async () => {
    const engine = fakeEngine([said]);
    await drain(inferPersona(smallModel(engine), pair(), 'rejected', inferOptions));
    const asked = promptText(engine.requests.generate[0]!.prompt);
    expect(asked).toMatch(/<\|chosen\|>Tea has a long history.*<\|rejected\|>Warm the pot/s);
  });

  test('it abstains where the responses differ in content only', async () => {
    const model = smallModel(fakeEngine(['<|none|>']));
    const { text, result } = await drain(inferPersona(model, pair(), 'chosen', inferOptions));
    expect(text).toBe('');
    expect(result).toMatchObject({ text: null, abstained: DIFFER_IN_CONTENT, poles: [] });
  });

  test.each([
    ['the same text', 'Warm the pot.', 'Warm the pot.'],
    ['case and punctuation', 'Warm the pot!', 'warm the pot'],
    ['spaces', 'Warm  the pot.\n\n', ' Warm the pot.'],
    [
      'a word in sixty',
      `${'one two three four five '.repeat(12)} cat`,
      `${'one two three four five '.repeat(12)} dog`,
    ],
    ['nothing at all', '', ''],
  ])('it abstains without asking the model: %s', async (_name, chosen, rejected) => {
    const engine = fakeEngine([]);
    const { result } = await drain(
      inferPersona(smallModel(engine), pair({ chosen, rejected }), 'chosen', inferOptions),
    );
    expect(result.abstained).toBe(DIFFER_IN_NOTHING);
    expect(engine.requests.generate).toEqual([]);
  });

  test.each([
    ['layout', '- warm the pot\n- wait', 'warm the pot\nwait'],
    ['a figure', `${'word '.repeat(60)} 3 minutes`, `${'word '.repeat(60)} 9 minutes`],
    ['one word of five', 'please warm the pot now', 'warm the pot now'],
    ['one is empty', 'warm the pot', ''],
  ])('it asks the model where there is a difference: %s', async (_name, chosen, rejected) => {
    const engine = fakeEngine([said]);
    await drain(
      inferPersona(smallModel(engine), pair({ chosen, rejected }), 'chosen', inferOptions),
    );
    expect(engine.requests.generate).toHaveLength(1);
  });

  test("the owner's reason comes first and the model words the sentence", async () => {
    const engine = fakeEngine([
      '<|p:casual|>', // read the reason
      '<|p:formal|><|p:short|><|say|>', // what the responses show; formal contradicts the reason
      'The user is relaxed and prefers short, casual words.',
    ]);
    const evidence = pair({ reason: 'It is not so stiff.' });
    const { text, result } = await drain(
      inferPersona(smallModel(engine), evidence, 'chosen', inferOptions),
    );
    expect(result).toMatchObject({ text, poles: ['casual', 'short'], fromReason: true });
    expect(promptText(engine.requests.generate[2]!.prompt)).toMatch(
      /<\|out\|><\|p:casual\|><\|p:short\|><\|say\|>$/,
    );
  });

  test('a reason that is not understood changes nothing', async () => {
    const engine = fakeEngine(['<|none|>', said]);
    const { result } = await drain(
      inferPersona(smallModel(engine), pair({ reason: 'opera' }), 'chosen', inferOptions),
    );
    expect(result).toMatchObject({ poles: ['short', 'steps'], fromReason: false });
  });

  test("the reason says nothing about the other side's person", async () => {
    const engine = fakeEngine([said]);
    await drain(
      inferPersona(smallModel(engine), pair({ reason: 'short' }), 'rejected', inferOptions),
    );
    expect(engine.requests.generate).toHaveLength(1);
  });

  test.each([
    ['words without poles', 'of of of the'],
    ['a sentence without poles', '<|say|>The user is busy and prefers lists.'],
    ['poles without a sentence', '<|p:short|><|p:steps|>'],
    ['a sentence that is none', '<|p:short|><|say|>of of of'],
    ['nothing', ''],
  ])('an answer that holds no persona is an error: %s', async (_name, answer) => {
    const run = drain(
      inferPersona(smallModel(fakeEngine([answer])), pair(), 'chosen', inferOptions),
    );
    await expect(run).rejects.toMatchObject({ code: 'unreadable-output' });
  });
});

describe('with an instruct model', () => {
  test('five examples go through the same template as the question', async () => {
    const engine = fakeEngine(['Persona: The user is busy and prefers brevity.\nMore']);
    const { text, result } = await drain(
      inferPersona(chatModel(engine), pair({ reason: 'brief' }), 'chosen', inferOptions),
    );
    expect(text.trim()).toBe('The user is busy and prefers brevity.');
    expect(result).toMatchObject({
      text: 'The user is busy and prefers brevity.',
      fromReason: true,
      rivals: [],
      made: { promptId: 'persona-inference/v1+instruct' },
    });
    const { prompt } = engine.requests.generate[0]!;
    const messages = prompt.kind === 'chat' ? prompt.messages : [];
    expect(messages.map(({ role }) => role)).toEqual([
      ...Array.from({ length: 5 }, () => ['user', 'assistant']).flat(),
      'user',
    ]);
    const shape = ({ content }: { content: string }) => content.match(/<\/?\w+>/g)?.join('');
    expect(new Set(messages.filter(({ role }) => role === 'user').map(shape)).size).toBe(1);
    for (const { role, content } of messages) {
      if (role === 'assistant') expect(content).toMatch(/^The user is .* and prefers .*\.$/);
    }
  });

  test('an answer without a persona is an error', async () => {
    const run = drain(inferPersona(chatModel(fakeEngine(['No.'])), pair(), 'chosen', inferOptions));
    await expect(run).rejects.toMatchObject({ code: 'unreadable-output' });
  });
});

describe.each([
  ['task-tuned', smallModel],
  ['instruct', chatModel],
] as const)('stopping, %s', (_kind, modelOf) => {
  test('an aborted inference stops the model and rejects with the reason', async () => {
    const engine = fakeEngine({ generate: () => said, wordMs: 2 });
    const controller = new AbortController();
    const stream = inferPersona(modelOf(engine), pair(), 'chosen', greedy(80), controller.signal);
    await stream.next();
    controller.abort(new Error('enough'));
    await expect(drain(stream)).rejects.toThrow('enough');
    expect(engine.stopped).toBe(1);
  });

  test('a reader who leaves stops the model', async () => {
    const engine = fakeEngine({ generate: () => said, wordMs: 2 });
    for await (const _piece of inferPersona(modelOf(engine), pair(), 'chosen', greedy(80))) break;
    expect(engine.stopped).toBe(1);
  });
});
