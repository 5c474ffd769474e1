import { describe, expect, test } from 'vitest';
import { newComparison } from '../../src/domain/newComparison';
import { AppError } from '../../src/domain/errors';
import type { Choice, Comparison } from '../../src/domain/types';
import { CompareState } from '../../src/features/compare/compareState.svelte';
import type { SpaceStore } from '../../src/storage/spaceStore';
import { fakeEngine, promptText, type FakeScript } from '../fakeEngine';
import { fakeStore } from '../fakeStore';
import { smallModel } from './tasks/smallKnowledge';

const question = 'How do I make good tea?';
/** Two poles, two texts: the answer depends on what it was asked to be. */
const twice: FakeScript = {
  generate: ({ prompt }) => `You could <|a1|>. ${promptText(prompt).replace(/[<|>]/g, '')}.`,
};

function setUp({
  script = twice,
  store = fakeStore(),
  seed = 1,
}: { script?: FakeScript; store?: SpaceStore; seed?: number } = {}) {
  const engine = fakeEngine(script);
  const model = smallModel(engine);
  const compare = new CompareState(
    store,
    () => model,
    () => {},
    () => seed,
  );
  return { compare, store, engine };
}

async function asked(options: Parameters<typeof setUp>[0] = {}) {
  const all = setUp(options);
  all.compare.form.change({ prompt: question });
  await all.compare.ask();
  return all;
}

async function until(holds: () => boolean) {
  for (let turn = 0; turn < 400 && !holds(); turn++) await new Promise((go) => setTimeout(go, 5));
  expect(holds()).toBe(true);
}

const all = async (store: SpaceStore) =>
  (await store.listComparisons({ state: 'all', offset: 0, limit: 50 })).rows;
const waiting = (count: number): Comparison[] =>
  Array.from({ length: count }, (_, index) =>
    newComparison(
      `c${index}`,
      `Question ${index}`,
      { text: `left ${index}`, origin: { kind: 'file', datasetId: 'd', row: index + 1 } },
      { text: `right ${index}`, origin: { kind: 'file', datasetId: 'd', row: index + 1 } },
      index + 1,
    ),
  );

describe('asking', () => {
  test('puts two different answers on the table and on disk, undecided', async () => {
    const { compare, store } = await asked();
    expect(compare.view).toBe('table');
    const [stored] = await all(store);
    expect(stored).toMatchObject({
      prompt: question,
      choice: null,
      a: { origin: { kind: 'model' } },
    });
    expect(stored!.a.text).toBe(compare.answers.a.text);
    expect(stored!.a.text).not.toBe(stored!.b.text);
    expect(compare.canVote).toBe(true);
  });

  test('keeps how each was made, by model, prompt and seed', async () => {
    const { store } = await asked({ seed: 7 });
    const origin = (await all(store))[0]!.a.origin;
    expect(origin).toMatchObject({
      methodId: 'two-ways',
      persona: expect.stringContaining('The user prefers: '),
      made: { modelId: 'fake', promptId: expect.stringContaining('two-ways') },
    });
  });

  test('draws the places by seed: the same seed gives the same, others both orders', async () => {
    const left = async (seed: number) => {
      const { compare } = setUp({ seed });
      compare.form.change({ door: 'own', prompt: 'Q', first: 'one', second: 'two' });
      await compare.ask();
      return compare.answers.a.text;
    };
    const drawn = await Promise.all(Array.from({ length: 12 }, (_, seed) => left(seed)));
    expect(new Set(drawn)).toEqual(new Set(['one', 'two']));
    expect(await left(3)).toBe(drawn[3]);
  });

  test('answers from own notes and nothing else', async () => {
    const { compare, engine } = setUp({ script: { generate: () => '<|s1|> <|s2|>' } });
    compare.form.change({ door: 'notes', prompt: 'What to buy?', notes: '- bread\n- salt' });
    expect(compare.form.ready.points).toBe(2);
    await compare.ask();
    expect(compare.answers.a.text).toMatch(/Bread\..*|Salt\..*/);
    expect(promptText(engine.requests.generate[0]!.prompt)).toContain('<|s1|>');
  });

  test('tries once more where both came out the same', async () => {
    let calls = 0;
    const { compare, store } = await asked({
      script: { generate: () => (++calls < 3 ? 'Same.' : 'Other.') },
    });
    expect(calls).toBe(3);
    expect(compare.canVote).toBe(true);
    expect(await all(store)).toHaveLength(1);
  });

  test('has nothing to choose between two answers that came out the same', async () => {
    const { compare, store } = await asked({ script: { generate: () => 'You could <|a1|>.' } });
    expect(compare.answers.same).toBe(true);
    expect(compare.canVote).toBe(false);
    expect(await all(store)).toEqual([]);
  });

  test.each([
    { name: 'an empty question', draft: { prompt: ' ' }, reason: 'Type a question first.' },
    { name: 'a foreign topic', draft: { prompt: 'quantum gravity' }, reason: 'no notes on this' },
    { name: 'no notes pasted', draft: { door: 'notes', prompt: 'Q' }, reason: 'Paste some notes' },
    { name: 'one answer', draft: { door: 'own', prompt: 'Q', first: 'x' }, reason: 'both answers' },
    {
      name: 'equal answers',
      draft: { door: 'own', prompt: 'Q', first: 'x', second: ' x' },
      reason: 'are the same',
    },
    { name: 'a known topic', draft: { prompt: question }, reason: /^$/ },
    { name: 'own notes', draft: { door: 'notes', prompt: 'Q', notes: 'a b' }, reason: /^$/ },
  ] as const)('says before Enter why not: $name', async ({ draft, reason }) => {
    const { compare, engine } = setUp();
    compare.form.change(draft);
    expect(compare.form.reason).toMatch(reason);
    if (compare.form.reason === '') return;
    await compare.ask();
    expect(compare.view).toBe('ask');
    expect(engine.requests.generate).toEqual([]);
  });

  test('waits for the model, but not with two own answers', () => {
    const compare = new CompareState(fakeStore(), () => null);
    compare.form.change({ prompt: question });
    expect(compare.form.reason).toContain('not ready yet');
    compare.form.change({ door: 'own', first: 'one', second: 'two' });
    expect(compare.form.reason).toBe('');
  });
});

describe('voting', () => {
  test.each<{ choice: Choice; counted: object }>([
    { choice: 'a', counted: { pairs: 1, queue: 0 } },
    { choice: 'b', counted: { pairs: 1, queue: 0 } },
    { choice: 'tie', counted: { ties: 1, pairs: 0 } },
    { choice: 'both-bad', counted: { bothBad: 1, pairs: 0 } },
  ])('keeps $choice as such', async ({ choice, counted }) => {
    const { compare, store } = await asked();
    await compare.vote.choose(choice);
    expect((await all(store))[0]).toMatchObject({ choice, decidedAt: expect.any(Number) });
    expect(await store.countComparisons()).toMatchObject(counted);
  });

  test('waits until both answers have ended', async () => {
    const { compare, store } = setUp({ script: { ...twice, wordMs: 5 } });
    compare.form.change({ prompt: question });
    const done = compare.ask();
    await until(() => compare.answers.a.text !== '');
    expect(compare.canVote).toBe(false);
    await compare.vote.choose('a');
    expect(await store.countComparisons()).toMatchObject({ all: 0 });
    await done;
    expect(compare.canVote).toBe(true);
  });

  test('is possible on what there is after Stop, and nothing more appears', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `Sentence ${index}.`).join(' ');
    const script: FakeScript = { generate: () => `You could <|a1|>. ${many}`, wordMs: 5 };
    const { compare, engine } = setUp({ script });
    compare.form.change({ prompt: question });
    const done = compare.ask();
    await until(() => compare.answers.a.text !== '' && compare.answers.b.text !== '');
    // Both say the same, so let one run ahead.
    compare.answers.b.stop();
    await until(() => compare.answers.a.text.length > compare.answers.b.text.length + 10);
    compare.answers.stop();
    const texts = [compare.answers.a.text, compare.answers.b.text];
    await done;
    await new Promise((go) => setTimeout(go, 40));
    expect([compare.answers.a.text, compare.answers.b.text]).toEqual(texts);
    expect(engine.stopped).toBe(2);
    expect(compare.answers.a.phase).toBe('stopped');
    expect(compare.canVote).toBe(true);
  });

  test('takes a tally instead; the larger side is chosen', async () => {
    const { compare, store } = await asked();
    await compare.vote.count({ a: 9, b: 31 });
    expect((await all(store))[0]).toMatchObject({ choice: 'b', tally: { a: 9, b: 31 } });
  });

  test('keeps the reason while it is typed', async () => {
    const { compare, store } = await asked();
    await compare.vote.choose('a');
    compare.vote.write('short and');
    compare.vote.write('short and clear');
    expect(compare.vote.reasonSaved).toBe(false);
    await compare.vote.flush();
    expect(compare.vote.reasonSaved).toBe(true);
    expect((await all(store))[0]).toMatchObject({ choice: 'a', reason: 'short and clear' });
  });

  test('is taken back with its words kept, also after going on', async () => {
    const { compare, store } = await asked();
    await compare.vote.choose('a');
    compare.vote.write('clear');
    await compare.next();
    expect(compare.view).toBe('ask');
    expect(compare.form.draft.prompt).toBe('');
    await compare.undo();
    expect(compare.view).toBe('table');
    expect((await all(store))[0]).toMatchObject({ choice: null, reason: 'clear' });
    expect(compare.canVote).toBe(true);
  });

  test('says which personas went with it, and brings them back with the same vote', async () => {
    const { compare, store } = await asked();
    await compare.vote.choose('a');
    const pairId = compare.vote.comparison!.id;
    const evidence = { pairId, side: 'chosen' as const };
    const times = { createdAt: 1, updatedAt: 1 };
    const persona = { id: 'p', text: 'T', source: 'inferred' as const, evidence, made: null };
    await store.savePersona({ ...persona, ...times });
    await compare.undo();
    expect(await store.listPersonas()).toEqual([]);
    expect(compare.vote.notice).toContain('persona');
    await compare.vote.choose('a');
    expect((await store.listPersonas()).map(({ id }) => id)).toEqual(['p']);
  });

  test('shows no vote that could not be written', async () => {
    const { compare, store } = await asked();
    const full = new AppError('storage-full', 'quota', 'The disk is full. Delete something.');
    store.saveComparison = () => Promise.reject(full);
    await compare.vote.choose('a');
    expect(compare.vote.decided).toBe(false);
    expect(compare.vote.error).toBe(full);
  });
});

describe('bad luck', () => {
  test('an answer that fails says so, keeps its neighbour, and can be written again', async () => {
    let calls = 0;
    const script: FakeScript = {
      generate: () =>
        ++calls === 1
          ? new AppError('worker-crashed', 'gone', 'The model stopped. Try again.')
          : `You could <|a1|>, ${calls}.`,
    };
    const { compare, store } = await asked({ script });
    expect(compare.answers.a.error?.code).toBe('worker-crashed');
    expect(compare.answers.b.usable).toBe(true);
    expect(compare.canVote).toBe(false);
    await compare.again('a');
    expect(compare.canVote).toBe(true);
    expect(await all(store)).toHaveLength(1);
  });

  test('writing one again replaces the stored comparison', async () => {
    const { compare, store } = await asked();
    await compare.again('b');
    await until(() => compare.canVote || compare.answers.same);
    const rows = await all(store);
    expect(rows).toHaveLength(1);
    if (!compare.answers.same) expect(rows[0]!.b.text).toBe(compare.answers.b.text);
  });

  test('a reload brings back what was typed', async () => {
    const { compare, store } = setUp();
    compare.form.change({ door: 'own', prompt: 'Q', first: 'one' });
    await compare.form.flush();
    const next = setUp({ store }).compare;
    await until(() => next.form.draft.prompt === 'Q');
    expect(next.form.draft).toMatchObject({ door: 'own', first: 'one' });
  });

  test('a broken stored draft does no harm', async () => {
    const store = fakeStore();
    await store.setSetting('compare-draft', { door: 'window', prompt: 5 });
    const { compare } = setUp({ store });
    await compare.form.restore();
    expect(compare.form.draft).toMatchObject({ door: 'topics', prompt: '' });
  });

  test('leaving while answers are written stops them and stores nothing', async () => {
    const { compare, store, engine } = setUp({ script: { ...twice, wordMs: 5 } });
    compare.form.change({ prompt: question });
    const done = compare.ask();
    await until(() => compare.answers.a.text !== '');
    compare.toForm();
    await done;
    expect(engine.stopped).toBe(2);
    expect(await all(store)).toEqual([]);
    expect(compare.form.draft.prompt).toBe(question);
  });
});

describe('the queue', () => {
  test('walks through what waits, skips, and ends at the form', async () => {
    const { compare, store } = setUp({ store: fakeStore({ comparisons: waiting(3) }) });
    await until(() => compare.queue.waiting === 3);
    await compare.startQueue();
    expect(compare.answers.prompt).toBe('Question 0');
    expect(compare.queue.position).toBe(1);
    await compare.next(); // skipped
    expect(compare.answers.prompt).toBe('Question 1');
    await compare.vote.choose('a');
    await compare.next();
    expect(compare.answers.prompt).toBe('Question 2');
    expect(compare.queue.position).toBe(3);
    await compare.vote.choose('tie');
    await compare.next();
    expect(compare.view).toBe('ask');
    expect(await store.countComparisons()).toMatchObject({ queue: 1, pairs: 1, ties: 1 });
    await until(() => compare.queue.waiting === 1);
  });

  test('a stored comparison can be opened by its id', async () => {
    const { compare } = setUp({ store: fakeStore({ comparisons: waiting(3) }) });
    await compare.open('c2');
    expect(compare.vote.comparison?.id).toBe('c2');
    expect(compare.canVote).toBe(true);
  });
});
