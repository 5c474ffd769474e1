import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import LibraryPage from '../../src/features/datasets/LibraryPage.svelte';
import { LibraryState } from '../../src/features/datasets/libraryState.svelte';
import type { Records } from '../../src/storage/records';
import { fakeStore } from '../fakeStore';
import { comparison, persona } from '../storageSamples';

const file = {
  id: 'file-1',
  name: 'friends.csv',
  formatId: 'trl-explicit',
  counts: { kept: 2, refused: 0, duplicates: 0 },
  sizeBytes: 10,
  importedAt: 1000,
};

async function pageWith(records: Partial<Records>, search = '') {
  const store = fakeStore(records);
  const library = new LibraryState(store);
  const screen = await render(LibraryPage, { library, params: new URLSearchParams(search) });
  const prompts = () =>
    [...document.querySelectorAll('.prompt')].map((element) => element.textContent);
  return { store, library, screen, prompts };
}

const four: Partial<Records> = {
  datasets: [file],
  comparisons: [
    comparison(1, { prompt: 'Why is basil sad?', choice: 'a', decidedAt: 1 }),
    comparison(2, { prompt: 'Which train?', datasetId: 'file-1' }),
    comparison(3, { prompt: 'Sing?', choice: 'tie', datasetId: 'file-1', decidedAt: 1 }),
    comparison(4, { prompt: 'Rude?', choice: 'both-bad', reason: 'both shout', decidedAt: 1 }),
  ],
  personas: [persona('p1', 'c00001'), persona('p2', 'c00001', 'rejected')],
};

test('an empty library says how it fills', async () => {
  const { screen } = await pageWith({});
  await expect.element(screen.getByText('Nothing to look through yet')).toBeVisible();
  await expect
    .element(screen.getByRole('link', { name: 'compare two answers' }))
    .toHaveAttribute('href', '#/compare');
});

test.each([
  { button: /^Decided/, shown: ['Why is basil sad?'] },
  { button: /^Waiting for a vote/, shown: ['Which train?'] },
  { button: /^Ties and both bad/, shown: ['Rude?', 'Sing?'] },
])('the filter $button shows $shown', async ({ button, shown }) => {
  const { screen, prompts } = await pageWith(four);
  await screen.getByRole('button', { name: button }).click();
  await expect.poll(() => prompts().sort()).toEqual(shown);
});

test('searching looks into reasons, too, and can be cleared', async () => {
  const { screen, prompts } = await pageWith(four);
  await screen.getByRole('searchbox').fill('shout');
  await expect.poll(prompts).toEqual(['Rude?']);
  await screen.getByRole('searchbox').fill('nowhere');
  await expect.element(screen.getByText('Nothing fits')).toBeVisible();
  await screen.getByRole('button', { name: 'Show everything' }).click();
  await expect.poll(() => prompts().length).toBe(4);
});

test('an address can ask for one file, and for one comparison', async () => {
  const { screen, prompts } = await pageWith(four, 'dataset=file-1&open=c00001');
  await expect.poll(() => prompts().sort()).toEqual(['Sing?', 'Which train?']);
  await expect
    .element(screen.getByLabelText('Question', { exact: true }))
    .toHaveValue('Why is basil sad?');
});

test('a file’s comparisons go together and come back', async () => {
  const { screen, prompts, store } = await pageWith(four, 'dataset=file-1');
  await screen.getByRole('button', { name: /Delete this file/ }).click();
  await expect.element(screen.getByText('2 comparisons deleted')).toBeVisible();
  await expect.poll(() => prompts().length).toBe(2);
  await screen.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => prompts().length).toBe(4);
  expect(await store.listDatasets()).toEqual([file]);
});

test('opening shows the personas; changing the choice takes them away until undone', async () => {
  const { screen, store } = await pageWith(four);
  await screen.getByText('Why is basil sad?').click();
  await expect.element(screen.getByText('The user is p1 and prefers short answers.')).toBeVisible();
  await screen.getByRole('radio', { name: 'Right' }).click();
  await expect.element(screen.getByText(/Saving takes away the 2 personas/)).toBeVisible();
  await screen.getByRole('button', { name: 'Save' }).click();
  await expect.element(screen.getByText('Saved, with 2 personas that came from it')).toBeVisible();
  expect((await store.getComparison('c00001'))?.choice).toBe('b');
  expect(await store.listPersonas()).toEqual([]);
  await screen.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await store.getComparison('c00001'))?.choice).toBe('a');
  expect(await store.listPersonas()).toHaveLength(2);
});

test('words can be edited, but not emptied', async () => {
  const { screen, store } = await pageWith(four);
  await screen.getByText('Which train?').click();
  await screen.getByLabelText('Left answer').fill('');
  await expect.element(screen.getByRole('alert')).toHaveTextContent('An answer is empty');
  await expect.element(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
  await screen.getByLabelText('Left answer').fill('The slow one.');
  await screen.getByRole('button', { name: 'Save' }).click();
  await expect.element(screen.getByText('Saved', { exact: true })).toBeVisible();
  expect((await store.getComparison('c00002'))?.a).toEqual({
    text: 'The slow one.',
    origin: { kind: 'written' },
  });
});

test('several are ticked and deleted at once, and come back', async () => {
  const { screen, prompts } = await pageWith(four);
  await screen.getByRole('checkbox', { name: 'Tick: Rude?' }).click();
  await screen.getByRole('checkbox', { name: 'Tick: Sing?' }).click();
  await screen.getByRole('button', { name: 'Delete 2' }).click();
  await expect.element(screen.getByText('2 comparisons deleted')).toBeVisible();
  await expect.poll(() => prompts().sort()).toEqual(['Which train?', 'Why is basil sad?']);
  await screen.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => prompts().length).toBe(4);
});

test('many comparisons come page by page', async () => {
  const comparisons = Array.from({ length: 120 }, (_, n) => comparison(n));
  const { screen, prompts } = await pageWith({ comparisons });
  await expect.poll(() => prompts().length).toBe(50);
  await screen.getByRole('button', { name: 'Next' }).click();
  await screen.getByRole('button', { name: 'Next' }).click();
  await expect.element(screen.getByText('101–120 of 120')).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Next' })).toBeDisabled();
  await screen.getByRole('button', { name: 'Back' }).click();
  await expect.element(screen.getByText('51–100 of 120')).toBeVisible();
});

test('a row opens and closes by keys', async () => {
  const { screen } = await pageWith(four);
  const row = screen.getByRole('button', { name: /Which train/ });
  await expect.element(row).toBeVisible();
  (row.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(row).toHaveAttribute('aria-expanded', 'true');
  await userEvent.keyboard('{Enter}');
  await expect.element(row).toHaveAttribute('aria-expanded', 'false');
});

test('what another tab adds comes into view, and no listener stays behind', async () => {
  let tell = () => {};
  let listening = 0;
  const store = {
    ...fakeStore(four),
    onchange(listener: () => void) {
      tell = listener;
      listening++;
      return () => void listening--;
    },
  };
  const library = new LibraryState(store);
  const screen = await render(LibraryPage, { library });
  await expect.element(screen.getByText('4 found')).toBeVisible();
  await store.saveComparison(comparison(5, { prompt: 'From another tab?' }));
  tell();
  await expect.element(screen.getByText('5 found')).toBeVisible();
  await screen.unmount();
  expect(listening).toBe(0);
});
