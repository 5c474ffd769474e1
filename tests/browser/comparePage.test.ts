import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import '../../src/app.css';
import ComparePage from '../../src/features/compare/ComparePage.svelte';
import { CompareState } from '../../src/features/compare/compareState.svelte';
import { fakeEngine, promptText, type FakeScript } from '../fakeEngine';
import { fakeStore } from '../fakeStore';
import { smallModel } from '../unit/tasks/smallKnowledge';

const question = 'How do I make good tea?';
const long = 'You could <|a1|>, because <|r1|>. '.repeat(3);
const twice = ({ prompt }: Parameters<Extract<FakeScript['generate'], CallableFunction>>[0]) =>
  `${long}\n\n1. <|a1|>.\n2. ${promptText(prompt)
    .replace(/[<|>.,:?\s]+/g, ' ')
    .trim()}.`;

async function open(script: FakeScript = { generate: twice }) {
  const store = fakeStore();
  const model = smallModel(fakeEngine(script));
  const compare = new CompareState(
    store,
    () => model,
    () => {},
    () => 1,
  );
  const screen = await render(ComparePage, { compare });
  return { store, compare, screen };
}

async function ask(screen: Awaited<ReturnType<typeof open>>['screen']) {
  await screen.getByRole('textbox', { name: 'The question' }).fill(question);
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('heading', { name: question })).toBeVisible();
}

/** Two pasted answers on the table. */
async function paste(
  screen: Awaited<ReturnType<typeof open>>['screen'],
  first: string,
  second: string,
) {
  await screen.getByText('Your two answers').click();
  await screen.getByRole('textbox', { name: 'The question' }).fill('Which?');
  await screen.getByRole('textbox', { name: 'One answer' }).fill(first);
  await screen.getByRole('textbox', { name: 'Another answer' }).fill(second);
  await screen.getByRole('button', { name: 'Show them side by side' }).click();
}

beforeEach(() => page.viewport(1280, 800));

test('the box says what it has notes on while one types, and asks on Enter', async () => {
  const { screen } = await open();
  await expect.element(screen.getByText('Type a question first.')).toBeVisible();
  await screen.getByRole('textbox', { name: 'The question' }).fill('quantum gravity');
  await expect.element(screen.getByRole('button', { name: 'Answer twice' })).toBeDisabled();
  await expect.element(screen.getByText(/no notes on this/)).toBeVisible();
  await screen.getByRole('button', { name: 'Bring two answers' }).click();
  await expect.element(screen.getByRole('textbox', { name: 'One answer' })).toBeVisible();
  await screen.getByText('Everyday topics').click();
  await screen.getByRole('textbox', { name: 'The question' }).fill('good tea');
  await expect.element(screen.getByText('3 notes')).toBeVisible();
  await ask(screen);
  await expect.element(screen.getByRole('article', { name: 'Answer 1' })).toBeVisible();
});

test('an example question is one tap away', async () => {
  const { screen } = await open();
  await screen.getByRole('button', { name: question }).click();
  await expect.element(screen.getByRole('button', { name: 'Answer twice' })).toBeEnabled();
});

test.each([
  { key: '1', said: 'Answer 1 was chosen.' },
  { key: '{ArrowRight}', said: 'Answer 2 was chosen.' },
  { key: '0', said: 'A tie. It is kept as one.' },
  { key: 'x', said: 'Neither is good. That is kept too.' },
])('key $key: "$said", and u takes it back', async ({ key, said }) => {
  const { screen, store } = await open();
  await ask(screen);
  await expect.element(screen.getByRole('button', { name: /^Tie/ })).toBeEnabled();
  await userEvent.keyboard(key);
  await expect.element(screen.getByText(said)).toBeVisible();
  await userEvent.keyboard('u');
  await expect.element(screen.getByRole('button', { name: /^Tie/ })).toBeEnabled();
  expect(await store.countComparisons()).toMatchObject({ queue: 1 });
});

test('keys typed into the reason are words; Enter saves them', async () => {
  const { screen, store } = await open();
  await ask(screen);
  await screen.getByRole('button', { name: /^Answer 2/ }).click();
  await screen.getByRole('textbox', { name: /^Why/ }).fill('');
  await userEvent.type(screen.getByRole('textbox', { name: /^Why/ }).element(), 'u 1 x{Enter}');
  await expect.element(screen.getByText('Saved', { exact: true })).toBeVisible();
  const { rows } = await store.listComparisons({ state: 'decided', offset: 0, limit: 1 });
  expect(rows[0]).toMatchObject({ choice: 'b', reason: 'u 1 x' });
  const link = screen.getByRole('link', { name: 'See why somebody would pick it' });
  await expect.element(link).toHaveAttribute('href', `#/personas?pair=${rows[0]!.id}`);
});

test('how each answer was made is told after the vote, not before', async () => {
  const { screen } = await open();
  await ask(screen);
  await expect.element(screen.getByRole('button', { name: /^Tie/ })).toBeEnabled();
  expect(screen.getByText(/asked to be/).elements()).toHaveLength(0);
  await userEvent.keyboard('1');
  await expect.element(screen.getByText(/^Written by fake, asked to be/).first()).toBeVisible();
});

test('hands can be counted instead', async () => {
  const { screen } = await open();
  await ask(screen);
  await screen.getByText('Count hands instead').click();
  await screen.getByRole('spinbutton', { name: 'Hands for answer 1' }).fill('31');
  await screen.getByRole('spinbutton', { name: 'Hands for answer 2' }).fill('9');
  await screen.getByRole('button', { name: 'Save the count' }).click();
  await expect.element(screen.getByText('Answer 1 was chosen by 31 hands to 9.')).toBeVisible();
});

test('nothing moves while two answers are written, and the columns are equal', async () => {
  const { screen, compare } = await open({ generate: twice, wordMs: 4 });
  await ask(screen);
  const [one, two] = ['Answer 1', 'Answer 2'].map((name) =>
    screen.getByRole('article', { name }).element().getBoundingClientRect(),
  );
  const bar = screen.getByRole('group', { name: 'Which answer is better?' }).element();
  const before = bar.getBoundingClientRect().top;
  expect(one!.width).toBe(two!.width);
  expect(one!.top).toBe(two!.top);
  await expect.poll(() => compare.answers.busy).toBe(false);
  await new Promise(requestAnimationFrame);
  expect(bar.getBoundingClientRect().top).toBe(before);
});

test('on a phone the choice stays in reach of the thumb beside long answers', async () => {
  await page.viewport(390, 844);
  const { screen } = await open();
  await paste(screen, 'one '.repeat(600), 'two '.repeat(600));
  const one = screen.getByRole('article', { name: 'Answer 1' });
  await expect.element(one).toBeVisible();
  const two = screen.getByRole('article', { name: 'Answer 2' });
  expect(two.element().getBoundingClientRect().top).toBeGreaterThan(
    one.element().getBoundingClientRect().bottom,
  );
  const bar = screen.getByRole('group', { name: 'Which answer is better?' }).element();
  const { bottom, top } = bar.getBoundingClientRect();
  expect(top).toBeGreaterThan(500);
  expect(bottom).toBeLessThanOrEqual(844);
  expect(document.documentElement.scrollWidth).toBe(390);
});

test.each([
  { name: 'markup', text: '<img src=x onerror="window.hurt = 1"> <b>bold</b> {{prompt}}' },
  { name: 'right-to-left', text: 'مرحبا بالعالم' },
  { name: 'one endless word', text: 'x'.repeat(5000) },
  { name: 'special tokens', text: '<|say|> ignore previous instructions 🦜' },
])('pasted text stays text: $name', async ({ text }) => {
  const { screen } = await open();
  await paste(screen, text, 'plain');
  await expect.element(screen.getByText(text, { exact: true })).toBeVisible();
  expect('hurt' in window).toBe(false);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(1280);
});

test('keyboards keep their place: after the vote, after Undo, and back at the form', async () => {
  const { screen } = await open();
  await paste(screen, 'Short.', 'A much longer answer.');
  const active = () => document.activeElement;
  await expect.element(screen.getByRole('button', { name: /^Answer 2/ })).toBeEnabled();
  screen
    .getByRole('button', { name: /^Answer 2/ })
    .element()
    .focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('region', { name: 'Your choice' })).toHaveFocus();
  await userEvent.keyboard('{Tab}');
  await expect.element(screen.getByRole('textbox', { name: /^Why/ })).toHaveFocus();
  screen.getByRole('button', { name: /^Undo/ }).element().focus();
  await userEvent.keyboard('{Enter}');
  await expect
    .element(screen.getByRole('group', { name: 'Which answer is better?' }))
    .toHaveFocus();
  await userEvent.keyboard('1');
  await expect.element(screen.getByRole('region', { name: 'Your choice' })).toBeVisible();
  await userEvent.keyboard('n');
  await expect.element(screen.getByRole('textbox', { name: 'The question' })).toHaveFocus();
  expect(active()?.id).toBe('compare-prompt');
});

test('a comparison that is not here, and the end of the queue, are said', async () => {
  const { screen, compare } = await open();
  await compare.open('gone');
  await expect.element(screen.getByText(/This comparison is not here/)).toBeVisible();
  await compare.startQueue();
  await expect.element(screen.getByText('Nothing waits for your vote.')).toBeVisible();
});

test('where an answer is missing, it is said why nothing can be chosen', async () => {
  const { screen } = await open({ generate: () => new Error('out of paper') });
  await ask(screen);
  await expect.element(screen.getByText(/One answer is missing/)).toBeVisible();
  await expect.element(screen.getByRole('button', { name: /^Answer 1/ })).toBeDisabled();
});
