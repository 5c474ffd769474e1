import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import '../../src/app.css';
import { AppError } from '../../src/domain/errors';
import type { Persona } from '../../src/domain/types';
import TailorPage from '../../src/features/tailor/TailorPage.svelte';
import { TailorState } from '../../src/features/tailor/tailorState.svelte';
import type { GenerateRequest } from '../../src/engine/engine';
import { fakeEngine, promptText, type FakeScript } from '../fakeEngine';
import { fakeStore } from '../fakeStore';
import { smallModel } from '../unit/tasks/smallKnowledge';

const question = 'How do I make good tea?';
const busy: Persona = {
  id: 'p1',
  text: 'The user is busy and prefers short answers.',
  source: 'written',
  evidence: null,
  made: null,
  createdAt: 1,
  updatedAt: 1,
};

function answer({ prompt }: GenerateRequest): string {
  const text = promptText(prompt);
  if (text.startsWith('<|read|>')) return '<|p:short|><|p:warm|>';
  if (text.includes('<|p:short|>')) return 'Gladly! Just <|a1|>.';
  return text.includes('<|p:detailed|>') ? 'You could <|a1|>, since <|r1|>.' : 'You could <|a1|>.';
}

/** Every phrase on its own is read as a wish for short answers. */
const score = () => ({
  logProbs: [],
  next: [{ tokenId: 1, text: '<|p:short|>', logProb: -0.1 }],
});

async function open(
  script: FakeScript = { generate: answer, score },
  personaId: string | null = 'p1',
) {
  const store = fakeStore({ personas: [busy] });
  const own = smallModel(fakeEngine(script));
  let model = own;
  const tailor = new TailorState(store, () => model);
  const screen = await render(TailorPage, { tailor, personaId });
  /** As after a switch on the models page. */
  const use = (id: string) => (model = { ...own, card: { ...own.card, id } });
  return { store, tailor, screen, use };
}

type Screen = Awaited<ReturnType<typeof open>>['screen'];

async function ask(screen: Screen) {
  await screen.getByRole('textbox', { name: 'What do they ask?' }).fill(question);
  await screen.getByRole('button', { name: 'Answer three ways' }).click();
}
const column = (screen: Screen, name: string) => screen.getByRole('article', { name, exact: true });
const marks = (screen: Screen, name: string) =>
  Array.from(column(screen, name).element().querySelectorAll('mark'), (mark) => mark.textContent);

beforeEach(() => page.viewport(1280, 800));

test('where no notes fit, other ways are offered: topics, own notes, a larger model', async () => {
  const { screen } = await open();
  const box = screen.getByRole('textbox', { name: 'What do they ask?' });
  await box.fill('quantum gravity');
  await expect.element(screen.getByText(/^No notes fit this/)).toBeVisible();
  await expect
    .element(screen.getByRole('link', { name: 'Use a larger model' }))
    .toHaveAttribute('href', '#/models');
  await screen.getByRole('button', { name: 'Paste my own notes' }).click();
  await expect.element(screen.getByRole('textbox', { name: 'Your notes' })).toHaveFocus();
  await box.fill(question);
  expect(screen.getByRole('link', { name: 'Use a larger model' }).elements()).toHaveLength(0);
});

test('the persona of the address is picked, and what was understood stands as chips', async () => {
  const { screen } = await open();
  await expect
    .element(screen.getByRole('textbox', { name: 'The persona in words' }))
    .toHaveValue(busy.text);
  const chip = screen.getByRole('button', { name: 'warm', exact: true });
  await expect.element(chip).toHaveAttribute('aria-pressed', 'true');
  await chip.click();
  await expect.element(chip).toHaveAttribute('aria-pressed', 'false');
  await screen.getByText('Add a wish').click();
  await screen.getByRole('button', { name: '+ alcohol-free' }).click();
  await expect
    .element(screen.getByRole('button', { name: 'alcohol-free', exact: true }))
    .toHaveAttribute('aria-pressed', 'true');
});

test('three columns, what differs from the neutral one marked until switched off', async () => {
  const { screen } = await open();
  await ask(screen);
  await expect
    .element(column(screen, 'The other boat').getByText(/since cold china/))
    .toBeVisible();
  expect(column(screen, 'Neutral').element().textContent).toContain('You could warm the pot.');
  expect(marks(screen, 'Neutral')).toEqual([]);
  await expect.poll(() => marks(screen, 'This boat').join(' ')).toContain('Gladly');
  expect(marks(screen, 'The other boat').join(' ')).toContain('since cold china');
  await screen.getByRole('checkbox', { name: /Mark what/ }).click();
  expect(marks(screen, 'This boat')).toEqual([]);
});

test('says so where tailoring changed nothing, and offers no vote between the same', async () => {
  const script = {
    generate: ({ prompt }: GenerateRequest) =>
      promptText(prompt).startsWith('<|read|>') ? '<|p:short|>' : 'You could <|a1|>.',
  };
  const { screen } = await open(script);
  await ask(screen);
  await expect.element(screen.getByText(/Tailoring changed nothing here/).first()).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Both bad' })).toBeDisabled();
});

test('Stop ends one column only, with its text kept', async () => {
  const many = Array.from({ length: 40 }, (_, index) => `Sentence ${index}.`).join(' ');
  const generate = (request: GenerateRequest) =>
    promptText(request.prompt).includes('<|p:detailed|>')
      ? `${answer(request)} ${many}`
      : answer(request);
  const { screen, tailor } = await open({ generate, wordMs: 60 });
  await ask(screen);
  await expect.poll(() => tailor.columns.answers['other-boat'].text).not.toBe('');
  await screen.getByRole('button', { name: 'Stop: The other boat' }).click();
  const kept = tailor.columns.answers['other-boat'].text;
  await expect.element(screen.getByText('Stopped before its end.')).toBeVisible();
  await expect.poll(() => tailor.columns.busy).toBe(false);
  expect(tailor.columns.answers['other-boat'].text).toBe(kept);
  expect(tailor.columns.answers.neutral.phase).toBe('done');
});

test('a column that fails says so and is written again on request', async () => {
  let fails = true;
  const script = {
    generate: (request: GenerateRequest) =>
      fails && promptText(request.prompt).includes('<|p:detailed|>')
        ? new AppError('worker-crashed', 'gone', 'The model stopped. Try again.')
        : answer(request),
  };
  const { screen } = await open(script);
  await ask(screen);
  await expect.element(screen.getByText('The model stopped. Try again.')).toBeVisible();
  expect(column(screen, 'This boat').element().textContent).toContain('Gladly!');
  fails = false;
  await screen.getByRole('button', { name: 'Try again' }).click();
  await expect.element(column(screen, 'The other boat').getByText(/since/)).toBeVisible();
});

test('a vote between two columns is kept, and a past question can be reopened', async () => {
  const { screen, store } = await open();
  await ask(screen);
  await screen.getByRole('button', { name: 'This boat', exact: true }).click();
  await expect.element(screen.getByText('Saved as a comparison.')).toBeVisible();
  expect(await store.countComparisons()).toMatchObject({ pairs: 1 });
  await screen.getByRole('textbox', { name: 'What do they ask?' }).fill('tea');
  await screen
    .getByRole('button', { name: new RegExp(`^${question.replace('?', '\\?')}`) })
    .click();
  await expect
    .element(screen.getByRole('textbox', { name: 'What do they ask?' }))
    .toHaveValue(question);
});

test('after a switch of the model the answers stay, and each says which model wrote it', async () => {
  const { screen, tailor, use } = await open();
  await ask(screen);
  await expect.poll(() => tailor.before.at(0)?.responses.length).toBe(3);
  const says = (name: string) => column(screen, name).element().textContent;
  for (const name of ['Neutral', 'This boat', 'The other boat']) {
    expect(says(name)).toContain('by fake');
  }
  const before = tailor.columns.answers.neutral.text;

  use('some/other');
  await screen
    .getByRole('button', { name: new RegExp(`^${question.replace('?', '\\?')}`) })
    .click();
  await expect.poll(() => says('Neutral')).toContain('by fake');
  expect(tailor.columns.answers.neutral.text).toBe(before);
  await screen.getByRole('button', { name: 'Write again: This boat' }).click();
  await expect.poll(() => says('This boat')).toContain('by some/other');
  expect(says('Neutral')).toContain('by fake');
});

test('the columns stack on a phone, and nothing is wider than it', async () => {
  await page.viewport(390, 844);
  const { screen } = await open();
  await ask(screen);
  await expect.element(column(screen, 'The other boat').getByText(/since/)).toBeVisible();
  const [one, two] = ['Neutral', 'This boat'].map((name) =>
    column(screen, name).element().getBoundingClientRect(),
  );
  expect(two!.top).toBeGreaterThan(one!.bottom);
  expect(document.documentElement.scrollWidth).toBe(390);
});
