import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import PersonasPage from '../../src/features/personas/PersonasPage.svelte';
import { PersonaLibrary } from '../../src/features/personas/personaLibrary.svelte';
import { makeRunLock } from '../../src/features/personas/runLock';
import type { Records } from '../../src/storage/records';
import { DIFFER_IN_CONTENT } from '../../src/tasks/persona-inference/result';
import type { FakeScript } from '../fakeEngine';
import { fakeStore } from '../fakeStore';
import { comparison, inference, made, persona } from '../storageSamples';
import { decided, fakeModel, judged, says } from '../unit/personasSamples';

let records: Partial<Records>;
beforeEach(() => {
  records = { comparisons: decided(3) };
});

/** Shows the page over `records` with a scripted model. */
function open(
  script: FakeScript,
  props: { pairId?: string; view?: string } = {},
  lock = makeRunLock('fake', null),
) {
  const model = fakeModel(script);
  const store = fakeStore(records);
  const library = new PersonaLibrary(store, () => model, lock);
  render(PersonasPage, { library, pairId: props.pairId ?? null, view: props.view ?? null });
  return { library, store, model };
}

const button = (name: string | RegExp) => page.getByRole('button', { name });
const text = (words: string | RegExp) => page.getByText(words);

test('a newcomer is shown where to begin', async () => {
  records = {};
  open({});
  await expect.element(page.getByRole('link', { name: 'Compare two answers' })).toBeVisible();
  const scene = page.getByRole('link', { name: 'Open a ready-made scene' });
  await expect.element(scene).toHaveAttribute('href', '#/spaces');
});

test('finds both boats of all pairs and says so', async () => {
  open({ generate: () => says('busy') });
  await button('Find both boats').click();
  await expect.element(text('both boats have been looked for in all of them')).toBeVisible();
  expect(text('The user is busy and prefers short answers.').elements()).toHaveLength(6);
  await expect
    .element(page.getByRole('link', { name: 'Ask as the other boat' }).first())
    .toHaveAttribute('href', expect.stringContaining('#/tailor?persona='));
});

test('shows progress while it works, stops, and offers to go on', async () => {
  open({ generate: () => says('busy'), wordMs: 20 });
  await button('Find both boats').click();
  await expect.element(page.getByRole('progressbar')).toHaveAttribute('max', '6');
  await expect.element(text(/1 of 6/)).toBeVisible();
  await button('Stop').click();
  await expect.element(button(/Resume: \d of 6 done/)).toBeVisible();
});

test('a run that a closed tab left is offered, and goes on where it was', async () => {
  const pairIds = ['c00003', 'c00002', 'c00001'];
  records.runs = [
    {
      ...{ id: 'r', kind: 'infer', status: 'running', modelId: 'fake', pairIds, done: 2, total: 6 },
      ...{ seed: 1, startedAt: 1, finishedAt: null },
    },
  ];
  records.personas = [persona('p1', 'c00003'), persona('p2', 'c00003', 'rejected')];
  records.inferences = (['chosen', 'rejected'] as const).map((side, index) => ({
    ...inference('c00003', side, `p${index + 1}`),
    id: `c00003:${side}:fake`,
    made: { ...made, modelId: 'fake' },
  }));
  const { model } = open({ generate: () => says('busy') });
  await button('Resume: 2 of 6 done').click();
  await expect.element(text(/in all of them/)).toBeVisible();
  expect(model.engine.requests.generate).toHaveLength(4);
});

test('another tab at work is said', async () => {
  const name = 'whose-boat:run:busy';
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await new Promise<void>((taken) => {
    void navigator.locks.request(name, () => {
      taken();
      return held;
    });
  });
  open({ generate: () => says('busy') }, {}, makeRunLock('busy'));
  await expect.element(text(/Another tab of this browser is at work/)).toBeVisible();
  release();
});

test('an engine failure is said and what is done stays', async () => {
  let calls = 0;
  open({ generate: () => (++calls === 3 ? new Error('lost') : says('busy')) });
  await button('Find both boats').click();
  await expect.element(page.getByRole('alert')).toBeVisible();
  expect(text('The user is busy and prefers short answers.').elements()).toHaveLength(2);
  await button('Resume: 2 of 6 done').click();
  await expect.element(text(/in all of them/)).toBeVisible();
});

test('500 pairs come a page at a time and can be searched', async () => {
  records.comparisons = decided(500);
  open({});
  await expect.element(text('Page 1 of 42')).toBeVisible();
  await page.getByRole('searchbox').fill('question 499?');
  await expect.element(page.getByRole('link', { name: 'Question 499?' })).toBeVisible();
  await expect.element(page.getByText('1 pair', { exact: true })).toBeVisible();
});

test('markup in a prompt is shown as text', async () => {
  records.comparisons = [comparison(1, { prompt: '<img src=x onerror=alert(1)>', choice: 'a' })];
  open({});
  await expect.element(text('<img src=x onerror=alert(1)>')).toBeVisible();
  expect(document.querySelector('img')).toBeNull();
});

describe('one pair', () => {
  const pairId = 'c00001';

  test('finds both boats by itself and speaks of somebody', async () => {
    open({ generate: [says('busy'), says('patient')] }, { pairId });
    const [mine, other] = ['This boat', 'The other boat'].map((name) =>
      page.getByRole('article', { name, exact: true }),
    );
    await expect.element(mine!.getByText('The user is busy')).toBeVisible();
    await expect.element(other!.getByText('The user is patient')).toBeVisible();
    await expect.element(mine!.getByText('Somebody who would like this')).toBeVisible();
    await expect.element(text(/One choice says little about anybody/)).toBeVisible();
  });

  test('asks for a reason instead of guessing, and uses it', async () => {
    const { store } = open({ generate: () => '<|none|>' }, { pairId });
    const mine = page.getByRole('article', { name: 'This boat' });
    await expect.element(mine.getByText('They differ in what they say, not in how')).toBeVisible();
    await mine.getByRole('textbox').fill('it is vegetarian');
    await mine.getByRole('button', { name: 'Use my reason' }).click();
    await expect.element(mine.getByText('The user says: it is vegetarian')).toBeVisible();
    expect((await store.getComparison(pairId))?.reason).toBe('it is vegetarian');
  });

  test('rival reasons stand with their odds', async () => {
    records.personas = [persona('p1', pairId)];
    const rivals = [{ pole: 'beginner', odds: 0.18 }];
    records.inferences = [{ ...inference(pairId, 'chosen', 'p1'), rivals }];
    open({ generate: () => says('busy') }, { pairId });
    await expect.element(text('18 %')).toBeVisible();
  });

  test('a model that is not sure offers what it may be, to take with one key', async () => {
    const rivals = [
      { pole: 'beginner', odds: 0.41 },
      { pole: 'quick', odds: 0.2 },
    ];
    records.inferences = [
      { ...inference(pairId, 'rejected', null), abstained: DIFFER_IN_CONTENT, rivals },
    ];
    const { store, model } = open({ generate: () => says('busy') }, { pairId });
    const other = page.getByRole('article', { name: 'The other boat' });
    await expect.element(other.getByText('Not sure enough to say')).toBeVisible();
    const list = other.getByRole('list', { name: 'It may be (tap what fits):' });
    await expect.element(list.getByRole('button', { name: 'quick' })).toBeVisible();
    await expect.element(text(/^The user is busy/)).toBeVisible();
    const asked = model.engine.requests.generate.length;
    (list.getByRole('button', { name: 'beginner' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(other.getByText('The user prefers: beginner.')).toBeVisible();
    expect(model.engine.requests.generate).toHaveLength(asked);
    const kept = (await store.listPersonas()).find(({ evidence }) => evidence?.side === 'rejected');
    expect(kept).toMatchObject({ source: 'written', evidence: { pairId } });
    await other.getByRole('button', { name: 'Delete' }).click();
    await expect.element(list).toBeVisible();
  });

  test('a persona is edited, deleted and brought back', async () => {
    open({ generate: () => says('busy') }, { pairId });
    const mine = page.getByRole('article', { name: 'This boat' });
    await mine.getByRole('button', { name: 'Edit' }).click();
    await mine
      .getByRole('textbox', { name: 'The persona, in your words' })
      .fill('The user is Ada.');
    await mine.getByRole('button', { name: 'Save' }).click();
    await expect.element(mine.getByText('In your words.')).toBeVisible();
    await mine.getByRole('button', { name: 'Delete' }).click();
    await expect.element(mine.getByText('Not looked at yet.')).toBeVisible();
    await button('Undo').click();
    await expect.element(mine.getByText('The user is Ada.')).toBeVisible();
  });

  test('a pair that is gone is said', async () => {
    open({}, { pairId: 'nowhere' });
    await expect.element(text('This pair is not here')).toBeVisible();
  });
});

describe('the check', () => {
  beforeEach(() => {
    records.personas = decided(3).flatMap(({ id }) => [
      persona(`${id}-this`, id),
      persona(`${id}-other`, id, 'rejected'),
    ]);
  });

  test('shows the share of right answers beside what it is compared with', async () => {
    open({ generate: () => '<|p:short|>', score: () => ({ logProbs: [-1] }) }, { view: 'check' });
    await expect.element(text(/6 personas, 18 questions/)).toBeVisible();
    await button('Check the personas').click();
    await expect.element(text(/18 of them answered/)).toBeVisible();
    for (const name of [/of this boat/, /of the other/, /mixed up/, /longer answer/, /A coin/]) {
      await expect.element(page.getByRole('rowheader', { name })).toBeVisible();
    }
    await expect.element(text('symmetric by construction')).toBeVisible();
    await expect.element(text(/too few to mean anything/)).toBeVisible();
  });

  test('the slider changes coverage and accuracy at once, and pairs can be looked up', async () => {
    records.judgements = [
      judged('c00003-this', 'c00003', 0.95),
      judged('c00003-this', 'c00002', 0.9),
      judged('c00003-this', 'c00001', 0.45),
    ].map((each) => ({ ...each, made: { ...made, modelId: 'fake', createdAt: 3000 } }));
    open({}, { view: 'check' });
    const slider = page.getByRole('slider', { name: 'Say “unsure” below' });
    await slider.fill('0');
    await expect.element(text('(1 of 2)')).toBeVisible();
    await slider.fill('0.3');
    await expect.element(text('(1 of 1)')).toBeVisible();
    await expect.element(text('1 right · 0 wrong · 1 unsure')).toBeVisible();
    await button('Which pairs?').click();
    await expect
      .element(page.getByRole('row', { name: /Question 2\? ✓ right 90 %/ }))
      .toBeVisible();
    await expect.element(page.getByText('own pair', { exact: true })).toBeVisible();
  });

  test('without personas it says what to do first', async () => {
    records.personas = [];
    open({}, { view: 'check' });
    await expect.element(text(/There is no persona to check yet/)).toBeVisible();
  });
});
