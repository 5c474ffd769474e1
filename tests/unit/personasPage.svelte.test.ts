import { describe, expect, test } from 'vitest';
import { accuracy } from '../../src/domain/stats';
import { BoatList } from '../../src/features/personas/boatList.svelte';
import { boatsOf, filterBoats, type BoatFilter } from '../../src/features/personas/boats';
import { meaningOf } from '../../src/features/personas/meaning';
import { PersonaLibrary } from '../../src/features/personas/personaLibrary.svelte';
import { makeRunLock } from '../../src/features/personas/runLock';
import { timeLeft } from '../../src/features/personas/timeLeft';
import { shorten } from '../../src/features/personas/words';
import type { CheckFigures } from '../../src/tasks/judging/figures';
import type { FakeScript } from '../fakeEngine';
import { fakeStore } from '../fakeStore';
import { inference, persona } from '../storageSamples';
import { decided, fakeModel, says } from './personasSamples';

const store3 = () => fakeStore({ comparisons: decided(3) });

describe('boats', () => {
  test('show what was written before what was inferred, and abstentions', async () => {
    const pairs = await store3().listPairs();
    const old = { ...persona('old', 'c00003'), updatedAt: 1 };
    const mine = { ...persona('mine', 'c00003'), source: 'written' as const, updatedAt: 2 };
    const rows = boatsOf(
      pairs,
      [persona('new', 'c00003'), mine, old],
      [inference('c00002', 'rejected', null)],
    );
    expect(rows[0]?.chosen.persona?.id).toBe('mine');
    expect(rows.map(({ chosen, rejected }) => [chosen.state, rejected.state])).toEqual([
      ['named', 'waiting'],
      ['waiting', 'abstained'],
      ['waiting', 'waiting'],
    ]);
  });

  test.each<[BoatFilter, string, string[]]>([
    ['all', '', ['c00003', 'c00002', 'c00001']],
    ['named', '', ['c00003']],
    ['abstained', '', ['c00002']],
    ['all', 'question 2', ['c00002']],
    ['all', 'NEW short', ['c00003']],
    ['named', 'nowhere', []],
  ])('filter %s and "%s"', async (filter, text, ids) => {
    const rows = boatsOf(
      await store3().listPairs(),
      [persona('new', 'c00003')],
      [inference('c00002', 'rejected', null)],
    );
    expect(filterBoats(rows, filter, text).map(({ pair }) => pair.id)).toEqual(ids);
  });

  test('a list turns pages and goes back to the first when searched', async () => {
    const store = fakeStore({ comparisons: decided(30) });
    const rows = boatsOf(await store.listPairs(), [], []);
    const list = new BoatList(() => rows);
    list.turn(1);
    list.turn(1);
    list.turn(1);
    expect([list.page, list.pages, list.visible.length]).toEqual([2, 3, 6]);
    list.search('question 7');
    expect([list.page, list.visible.length]).toEqual([0, 3]); // 7, 17, 27
  });
});

describe('the library', () => {
  async function setUp(script: FakeScript) {
    const store = fakeStore({ comparisons: decided(2) });
    const model = fakeModel(script);
    const library = new PersonaLibrary(store, () => model, makeRunLock('fake', null));
    await library.load();
    return { store, library };
  }

  test('shows results of a run while it goes on', async () => {
    const { library } = await setUp({ generate: () => says('busy') });
    expect(library.waiting).toHaveLength(2);
    await library.inference.start(library.waiting);
    expect(library.waiting).toEqual([]);
    expect(library.shown).toHaveLength(4);
  });

  test('an edited persona is the person’s own and keeps its evidence', async () => {
    const { store, library } = await setUp({ generate: () => says('busy') });
    await library.inference.start(library.pairs);
    const before = library.shown[0]!;
    await library.edits.rewrite(before, 'The user is Ada.');
    expect(await store.getPersona(before.id)).toMatchObject({
      text: 'The user is Ada.',
      source: 'written',
      made: null,
      evidence: before.evidence,
    });
    expect(library.shown[0]?.text).toBe('The user is Ada.');
  });

  test('Undo brings a deleted persona back', async () => {
    const { library } = await setUp({ generate: () => says('busy') });
    await library.inference.start(library.pairs);
    const gone = library.shown[0]!;
    await library.edits.remove(gone);
    expect(library.shown.map(({ id }) => id)).not.toContain(gone.id);
    await library.edits.undo();
    expect(library.shown[0]).toEqual(gone);
    expect(library.edits.deleted).toBeNull();
  });

  test('a reason is kept and used', async () => {
    // Read as "short", then the sentence; without a reason the model abstains.
    const answers = ['<|none|>', '<|none|>', '<|p:short|>', '<|p:short|>', says('thrifty')];
    const { store, library } = await setUp({ generate: answers });
    await library.inference.inferOne(library.pairs[0]!);
    await library.edits.explain(library.pairs[0]!, 'it is short');
    expect((await store.getComparison('c00002'))?.reason).toBe('it is short');
    expect(library.rows[0]?.chosen.persona?.source).toBe('inferred');
    expect(library.rows[0]?.rejected.state).toBe('abstained');
  });

  test('a reason the model makes nothing of becomes the persona as it stands', async () => {
    const { library } = await setUp({ generate: () => '<|none|>' });
    await library.inference.inferOne(library.pairs[0]!);
    await library.edits.explain(library.pairs[0]!, 'it mentions opera');
    expect(library.rows[0]?.chosen.persona).toMatchObject({
      source: 'written',
      text: 'The user says: it mentions opera',
    });
  });

  test('a failed read is said', async () => {
    const store = { ...store3(), listPairs: () => Promise.reject(new Error('disk')) };
    const library = new PersonaLibrary(store, () => null, makeRunLock('fake', null));
    await library.load();
    expect(library.error?.userMessage).toContain('Something went wrong');
    expect(library.loaded).toBe(false);
  });
});

describe('what a check means', () => {
  const share = (correct: number, n: number) => ({
    ...{ ...accuracy(correct, n), judged: n, coverage: n ? 1 : null },
    accuracyOfAll: null,
  });
  const figures = (correct: number, n: number, longer = 0.5, mixed = 0.5): CheckFigures => {
    const sides = <Kind>(both: Kind) => ({ chosen: both, rejected: both, both });
    return {
      other: sides(share(correct, n)),
      own: sides(share(0, 0)),
      longerWins: sides(share(longer * n, n)),
      shuffled: sides(share(mixed * n, n)),
      coin: 0.5,
    };
  };

  test.each([
    ['nothing judged', figures(0, 0), 'Nothing has been checked', false],
    ['five answers', figures(5, 5), 'too few', false],
    ['near one half', figures(52, 100), 'told from guessing', false],
    ['well above', figures(80, 100), 'holds beyond', true],
    ['above, but longer wins as often', figures(80, 100, 0.85), 'longer answer', false],
    ['well below', figures(20, 100), 'wrong more often', false],
    ['mixed-up personas do as well', figures(80, 100, 0.5, 0.8), 'with care', false],
  ])('%s', (_name, given, words, sound) => {
    const meaning = meaningOf(given);
    expect(meaning.sentence).toContain(words);
    expect(meaning.sound).toBe(sound);
  });
});

test.each([
  [1, 10, 1_000, ''],
  [10, 0, 1_000, ''],
  [10, 10, 2_000, 'a few seconds left'],
  [10, 100, 1_100, 'about 15 s left'],
  [10, 100, 60_000, 'about 10 min left'],
  [10, 1_000, 120_000, 'about 4 h left'],
])('time left after %i of %i more in %i ms', (done, remaining, elapsed, words) => {
  expect(timeLeft(done, remaining, elapsed)).toBe(words);
});

test.each([
  ['short', 10, 'short'],
  ['two\n\nlines', 20, 'two lines'],
  ['a rather long prompt', 10, 'a rather…'],
])('shortens %j to %i', (text, length, result) => {
  expect(shorten(text, length)).toBe(result);
});

describe('the lock', () => {
  test('lets one run work at a time without Web Locks', async () => {
    const lock = makeRunLock('fake', null);
    let release = () => {};
    const first = lock.hold(() => new Promise<void>((go) => (release = go)));
    expect(await lock.hold(async () => {})).toBe(false);
    expect(await lock.held()).toBe(true);
    release();
    expect(await first).toBe(true);
    expect(await lock.hold(async () => {})).toBe(true);
  });

  test('is free again after a failure', async () => {
    const lock = makeRunLock('fake', null);
    await expect(lock.hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await lock.held()).toBe(false);
  });
});
