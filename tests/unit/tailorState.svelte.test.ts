import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/domain/errors';
import { decide } from '../../src/domain/comparison';
import { newComparison } from '../../src/domain/newComparison';
import type { Persona } from '../../src/domain/types';
import { personaAsText } from '../../src/features/tailor/askedBefore';
import { TailorState } from '../../src/features/tailor/tailorState.svelte';
import type { GenerateRequest } from '../../src/engine/engine';
import type { SpaceStore } from '../../src/storage/spaceStore';
import type { Model } from '../../src/tasks/model';
import { fakeEngine, promptText, type FakeScript } from '../fakeEngine';
import { fakeStore } from '../fakeStore';
import { chatModel, smallModel } from './tasks/smallKnowledge';

const question = 'How do I make good tea?';
const persona = (id: string, text: string, fields: Partial<Persona> = {}): Persona => ({
  id,
  text,
  source: 'written',
  evidence: null,
  made: null,
  createdAt: 1,
  updatedAt: 1,
  ...fields,
});
const busy = persona('p1', 'The user is busy and prefers short answers.');
const read = (text: string) => text.startsWith('<|read|>');

/** Reads every persona as "short, warm"; answers tell what they were asked to be. */
function answer({ prompt }: GenerateRequest): string {
  const text = promptText(prompt);
  if (read(text)) return text.includes('talk') ? '<|p:detailed|>' : '<|p:short|><|p:warm|>';
  return `You could <|a1|>. ${text.replace(/[<|>]/g, '')}.`;
}

function setUp({
  script = { generate: answer },
  store = fakeStore({ personas: [busy] }),
  model = smallModel,
}: {
  script?: FakeScript;
  store?: SpaceStore;
  model?: (engine: ReturnType<typeof fakeEngine>) => Model;
} = {}) {
  const engine = fakeEngine(script);
  const loaded = model(engine);
  const tailor = new TailorState(store, () => loaded);
  const tailored = () =>
    engine.requests.generate.map(({ prompt }) => promptText(prompt)).filter((text) => !read(text));
  return { tailor, store, engine, tailored };
}

async function asked(options: Parameters<typeof setUp>[0] = {}, personaId = 'p1') {
  const all = setUp(options);
  await all.tailor.pick(personaId);
  all.tailor.form.change({ prompt: question });
  await all.tailor.ask();
  return all;
}

async function until(holds: () => boolean | Promise<boolean>) {
  for (let turn = 0; turn < 400 && !(await holds()); turn++) {
    await new Promise((go) => setTimeout(go, 5));
  }
  expect(await holds()).toBe(true);
}

describe('asking', () => {
  test('writes a neutral answer, one for this boat and one for the opposite', async () => {
    const { tailored, tailor } = await asked();
    const poles = tailored().map((text) => text.match(/<\|p:[a-z-]+\|>/g)?.join('') ?? '');
    expect(poles.sort()).toEqual([
      '',
      '<|p:detailed|><|p:matter-of-fact|>',
      '<|p:short|><|p:warm|>',
    ]);
    expect(tailor.columns.answers['this-boat'].text).toContain('You could warm the pot');
    expect(tailor.columns.compared['this-boat']?.distance).toBe('different');
    expect(tailor.columns.compared['this-boat']?.spans.some(({ differs }) => differs)).toBe(true);
  });

  test('writes the tailored answer first', async () => {
    const { tailored } = await asked();
    expect(tailored()[0]).toContain('<|p:short|><|p:warm|>');
    expect(tailored().at(-1)).not.toContain('<|p:');
  });

  test('gives the other boat to who took the other answer of the same pair', async () => {
    const personas = [
      { ...busy, evidence: { pairId: 'x', side: 'chosen' as const } },
      persona('p2', 'The user likes to talk.', { evidence: { pairId: 'x', side: 'rejected' } }),
      persona('p3', 'The user is odd.', { evidence: { pairId: 'y', side: 'rejected' } }),
    ];
    const { tailor, tailored } = await asked({ store: fakeStore({ personas }) });
    expect(tailor.asked?.boats['other-boat']).toMatchObject({ personaId: 'p2' });
    expect(tailored().some((text) => text.includes('<|p:detailed|><|notes|>'))).toBe(true);
    tailor.form.persona.otherChoice = 'opposite';
    expect(tailor.form.persona.otherBoat().poles).toEqual(['detailed', 'matter-of-fact']);
  });

  test('answers for the chips as they were left', async () => {
    const { tailor, tailored } = setUp();
    await tailor.pick('p1');
    tailor.form.persona.toggle('warm');
    tailor.form.persona.toggle('alcohol-free');
    expect(tailor.form.persona.poles).toEqual(['short', 'alcohol-free']);
    tailor.form.change({ prompt: question });
    await tailor.ask();
    const mine = tailored().find((text) => text.includes('<|p:short|>'));
    expect(mine).not.toContain('<|p:warm|>');
    // The note about rum is gone.
    expect(mine).not.toContain('<|a3|>');
    tailor.form.persona.toggle('warm');
    tailor.form.persona.toggle('alcohol-free');
    expect(tailor.form.persona.poles).toEqual(['short', 'warm']);
  });

  test('offers no end of an axis that already has a chip', async () => {
    const { tailor } = setUp();
    await tailor.pick('p1');
    const { needs, manner } = tailor.form.persona.addable;
    expect(needs.map(({ id }) => id)).toContain('alcohol-free');
    expect(manner.map(({ id }) => id)).not.toContain('detailed');
  });

  test.each([
    { texts: ['One two.', 'One two.'], distance: 'same' },
    { texts: ['One two.', 'Three four.'], distance: 'different' },
  ])('says plainly when tailored and neutral are $distance', async ({ texts, distance }) => {
    let calls = 0;
    const generate = (request: GenerateRequest) =>
      read(promptText(request.prompt)) ? '<|p:short|>' : texts[Math.min(1, calls++)]!;
    const { tailor } = await asked({ script: { generate } });
    expect(tailor.columns.compared['this-boat']?.distance).toBe(distance);
  });

  test.each([
    { name: 'no persona', text: '', prompt: question, reason: 'Pick a persona or write one' },
    { name: 'no question', text: 'X', prompt: '', reason: 'Type a question first.' },
    { name: 'a foreign topic', text: 'X', prompt: 'quantum gravity', reason: 'no notes on this' },
    { name: 'everything there', text: 'X', prompt: question, reason: /^$/ },
  ])('says before Enter why not: $name', async ({ text, prompt, reason }) => {
    const { tailor, tailored } = setUp();
    tailor.write(text);
    tailor.form.change({ prompt });
    expect(tailor.form.reason).toMatch(reason);
    if (tailor.form.reason !== '') await tailor.ask();
    if (tailor.form.reason !== '') expect(tailored()).toEqual([]);
  });

  test('asks for a wish where nothing was understood', async () => {
    const { tailor, tailored } = setUp({ script: { generate: () => '<|none|>' } });
    tailor.write('The user loves opera.');
    tailor.form.change({ prompt: question });
    await tailor.ask();
    expect(tailor.form.reason).toContain('Add a wish');
    expect(tailored()).toEqual([]);
  });

  test('a chat model reads the words themselves', async () => {
    const { tailor, engine } = await asked({
      script: { generate: () => 'Fine.' },
      model: (engine) => chatModel(engine),
    });
    const prompts = engine.requests.generate.map(({ prompt }) => promptText(prompt));
    expect(prompts).toHaveLength(3);
    expect(prompts.filter((text) => /busy and prefers? short/.test(text))).toHaveLength(2);
    expect(tailor.columns.answers['other-boat'].text).toBe('Fine.');
  });
});

describe('methods', () => {
  test('one that cannot be used says why, and the next is taken', async () => {
    const { tailor } = setUp();
    await tailor.pick('p1');
    tailor.form.change({ methodId: 'few-shot', prompt: question });
    const fewShot = tailor.form.methods.find(({ method }) => method.id === 'few-shot');
    expect(fewShot?.reason).toContain('No earlier comparison');
    expect(tailor.form.method?.id).toBe('beside-question');
  });

  test('earlier choices are seen from either boat', async () => {
    const side = (text: string) => ({ text, origin: { kind: 'written' as const } });
    const earlier = decide(newComparison('c1', question, side('Good.'), side('Bad.')), 'a', '');
    const store = fakeStore({ personas: [busy], comparisons: [earlier] });
    const { tailor } = setUp({ store });
    await tailor.pick('p1');
    tailor.form.change({ methodId: 'few-shot', prompt: question });
    await tailor.ask();
    expect(tailor.asked?.method.id).toBe('few-shot');
    expect(tailor.asked?.examples['this-boat'][0]?.chosen).toBe('Good.');
    expect(tailor.asked?.examples['other-boat'][0]?.chosen).toBe('Bad.');
  });
});

describe('keeping', () => {
  test('every answer is stored and can be reopened', async () => {
    const { tailor, store } = await asked();
    await until(async () => (await store.listResponses()).length === 3);
    await until(() => tailor.before[0]?.responses.length === 3);
    const next = setUp({ store }).tailor;
    await until(() => next.before.length === 1);
    next.reopen(next.before[0]!);
    expect(next.asked).toMatchObject({ prompt: question });
    expect(next.columns.answers.neutral.text).toBe(tailor.columns.answers.neutral.text);
    expect(next.form.persona.personaId).toBe('p1');
    expect(next.pair).not.toBeNull();
  });

  test('a vote between two columns is a new comparison, and can be taken back', async () => {
    const { tailor, store } = await asked();
    tailor.vote.pick(['this-boat', 'other-boat']);
    await tailor.choose('a');
    const { rows } = await store.listComparisons({ state: 'decided', offset: 0, limit: 9 });
    expect(rows[0]).toMatchObject({
      prompt: question,
      choice: 'a',
      a: { origin: { kind: 'model', methodId: 'beside-question', persona: busy.text } },
    });
    await tailor.vote.undo();
    expect(await store.countComparisons()).toMatchObject({ all: 0 });
  });

  test('a reload brings back what was typed', async () => {
    const { tailor, store } = setUp();
    tailor.write('The user is odd.');
    tailor.form.change({ prompt: 'Why', notes: '- a b' });
    await tailor.form.flush();
    const next = setUp({ store }).tailor;
    await until(() => next.form.prompt === 'Why');
    expect(next.form).toMatchObject({ notes: '- a b' });
    expect(next.form.persona.text).toBe('The user is odd.');
  });
});

describe('bad luck', () => {
  test('stopping one column keeps its text and lets the others end', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `Sentence ${index}.`).join(' ');
    const generate = (request: GenerateRequest) =>
      read(promptText(request.prompt)) ? answer(request) : `You could <|a1|>. ${many}`;
    const { tailor, store } = setUp({ script: { generate, wordMs: 4 } });
    await tailor.pick('p1');
    tailor.form.change({ prompt: question });
    const done = tailor.ask();
    await until(() => tailor.columns.answers.neutral.text.length > 5);
    tailor.columns.answers.neutral.stop();
    const text = tailor.columns.answers.neutral.text;
    await done;
    expect(tailor.columns.answers.neutral).toMatchObject({ text, phase: 'stopped' });
    expect(tailor.columns.answers['other-boat'].phase).toBe('done');
    await until(async () => (await store.listResponses()).length === 3);
    const stored = (await store.listResponses()).find(({ role }) => role === 'neutral');
    expect(stored).toMatchObject({ stopped: true, text });
  });

  test('a column that fails says so, and can be written again', async () => {
    let fails = true;
    const generate = (request: GenerateRequest) =>
      fails && promptText(request.prompt).includes('<|p:detailed|>')
        ? new AppError('worker-crashed', 'gone', 'The model stopped. Try again.')
        : answer(request);
    const { tailor } = await asked({ script: { generate } });
    expect(tailor.columns.answers['other-boat'].error?.code).toBe('worker-crashed');
    expect(tailor.columns.answers['this-boat'].phase).toBe('done');
    fails = false;
    await tailor.again('other-boat');
    expect(tailor.columns.answers['other-boat'].phase).toBe('done');
  });

  test('a store that is full is said, and the answers stay', async () => {
    const store = fakeStore({ personas: [busy] });
    const full = new AppError('storage-full', 'quota', 'The disk is full. Delete something.');
    store.saveResponses = () => Promise.reject(full);
    const { tailor } = await asked({ store });
    await until(() => tailor.error === full);
    expect(tailor.columns.answers['this-boat'].text).not.toBe('');
  });
});

test('a persona as plain text says what was added and dropped', () => {
  expect(personaAsText(' The user is busy. ', ['alcohol-free'], ['warm'])).toBe(
    'Please keep this in mind when you answer me.\n\nThe user is busy.\nAlso wanted: alcohol-free.\nNot wanted: warm.',
  );
});
