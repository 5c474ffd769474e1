import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { AppError } from '../../src/domain/errors';
import ImportPage from '../../src/features/datasets/ImportPage.svelte';
import { connectImporter } from '../../src/features/datasets/connectImporter';
import type { Importer } from '../../src/features/datasets/importPlan';
import { ImportState } from '../../src/features/datasets/importState.svelte';
import type { SpaceStore } from '../../src/storage/spaceStore';
import { fakeStore } from '../fakeStore';

const fixtures = import.meta.glob<string>('../fixtures/datasets/*', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function fixture(name: string): Promise<File> {
  const response = await fetch(fixtures[`../fixtures/datasets/${name}`]!);
  return new File([await response.blob()], name);
}

const rows = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({ prompt: `Question ${n}?`, chosen: `Yes ${n}.`, rejected: `No ${n}.` }),
  ).join('\n');

async function pageWith(store: SpaceStore = fakeStore(), importer?: Importer) {
  let stored = 0;
  const importing = new ImportState(store, () => stored++, importer);
  const screen = await render(ImportPage, { importing });
  const choose = (file: File) => screen.getByLabelText('Choose a file').upload(file);
  return { importing, screen, choose, store, stored: () => stored };
}

afterEach(() => vi.restoreAllMocks());

test.each([
  ['trl-explicit-strings.jsonl', 'preference pairs with a prompt (TRL)', { pairs: 3 }],
  ['trl-implicit-messages.jsonl', 'preference pairs with the prompt inside', { pairs: 2 }],
  ['anthropic-hh.jsonl', 'Anthropic HH dialogues', { pairs: 3 }],
  ['stanford-shp.jsonl', 'Stanford Human Preferences', { pairs: 2 }],
  ['pku-saferlhf.jsonl', 'PKU-SafeRLHF', { pairs: 2 }],
  ['ultrafeedback.jsonl', 'UltraFeedback', { pairs: 1 }],
  ['chatbot-arena.jsonl', 'Chatbot Arena', { pairs: 2, ties: 1, bothBad: 1 }],
  ['prism-like.csv', 'voted pairs', { pairs: 2 }],
  ['unlabelled.csv', 'nobody has voted on', { queue: 2 }],
  ['synthesizeme.json', 'SynthesizeMe', { pairs: 2 }],
])('%s is recognised, previewed and stored', async (name, label, counts) => {
  const { screen, choose, store, stored } = await pageWith();
  await choose(await fixture(name));
  await expect.element(screen.getByText(label)).toBeVisible();
  await expect.element(screen.getByText('Nothing is stored yet.')).toBeVisible();
  expect((await store.countComparisons()).all).toBe(0);
  await screen.getByRole('button', { name: /^Import \d+ rows?$/ }).click();
  await expect.element(screen.getByRole('heading', { name: 'Imported' })).toBeVisible();
  expect(await store.countComparisons()).toMatchObject(counts);
  expect(await store.listDatasets()).toMatchObject([{ name, counts: { refused: 0 } }]);
  expect(stored()).toBe(1);
});

test('unknown columns are mapped by the person, words of the verdict too', async () => {
  const { screen, choose, store } = await pageWith();
  await choose(await fixture('strange-columns.tsv'));
  const select = (name: string) => screen.getByRole('combobox', { name, exact: true });
  await expect.element(select('The question')).toHaveValue('Frage');
  await select('One answer').selectOptions('Antwort links');
  await select('The other answer').selectOptions('Antwort rechts');
  await select('Which one was better?').selectOptions('It says so in “Wer war besser?”');
  await select('links').selectOptions('the one answer was better');
  await select('rechts').selectOptions('the other answer was better');
  await select('beide schlecht').selectOptions('both bad');
  await select('Why (may be left out)').selectOptions('Warum?');
  await screen.getByRole('button', { name: 'Import 3 rows' }).click();
  await expect.element(screen.getByRole('heading', { name: 'Imported' })).toBeVisible();
  expect(await store.countComparisons()).toMatchObject({ pairs: 2, bothBad: 1 });
  expect(await store.listPairs()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ chosen: expect.stringMatching(/^Water/), reason: 'kürzer' }),
      expect.objectContaining({ chosen: expect.stringMatching(/^Not at all/) }),
    ]),
  );
});

test('bad rows are listed and downloadable, good ones kept', async () => {
  const { screen, choose, store } = await pageWith();
  const download = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
  await choose(await fixture('mixed.jsonl'));
  await screen.getByRole('button', { name: 'Import 2 rows' }).click();
  await screen.getByText('Why rows were refused').click();
  await expect.element(screen.getByText('is cut short: the file ends inside it')).toBeVisible();
  await screen.getByRole('button', { name: 'Download this list' }).click();
  const link = download.mock.contexts[0] as HTMLAnchorElement;
  expect(link.download).toBe('mixed.jsonl refused.csv');
  expect(await (await fetch(link.href)).text()).toContain('2,,is not valid JSON\r\n');
  expect(await store.listDatasets()).toMatchObject([{ counts: { kept: 2, refused: 7 } }]);
});

test('the same file again brings nothing new and leaves no empty file behind', async () => {
  const { screen, choose, store } = await pageWith();
  for (const title of ['Imported', 'Nothing new was imported']) {
    await choose(await fixture('trl-explicit-strings.jsonl'));
    await screen.getByRole('button', { name: 'Import 3 rows' }).click();
    await expect.element(screen.getByRole('heading', { name: title })).toBeVisible();
    await screen.getByRole('button', { name: 'Import another file' }).click();
  }
  expect(await store.listDatasets()).toHaveLength(1);
});

test('an import can be undone, and the undoing too', async () => {
  const { screen, choose, store } = await pageWith();
  await choose(await fixture('anthropic-hh.jsonl'));
  await screen.getByRole('button', { name: 'Import 3 rows' }).click();
  await screen.getByRole('button', { name: 'Undo this import' }).click();
  await expect.element(screen.getByText('3 comparisons removed')).toBeVisible();
  expect((await store.countComparisons()).all).toBe(0);
  await screen.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.element(screen.getByRole('heading', { name: 'Imported' })).toBeVisible();
  expect((await store.countComparisons()).all).toBe(3);
});

test('cancelling keeps what is stored and says so', async () => {
  const real = connectImporter();
  let batches = 0;
  const slow: Importer = {
    recognise: real.recognise,
    async *read(file, plan, signal) {
      for await (const batch of real.read(file, plan, signal)) {
        yield batch;
        // The third never comes: the person cancels meanwhile.
        if (++batches === 2) {
          await new Promise((_, reject) =>
            signal?.addEventListener('abort', () => reject(signal.reason)),
          );
        }
      }
    },
  };
  const { screen, choose, store } = await pageWith(fakeStore(), slow);
  await choose(new File([rows(3500)], 'many.jsonl'));
  await screen.getByRole('button', { name: 'Import 3,500 rows' }).click();
  await expect.element(screen.getByText('1,000 kept')).toBeVisible();
  await screen.getByRole('button', { name: 'Cancel' }).click();
  await expect.element(screen.getByRole('heading', { name: 'Cancelled' })).toBeVisible();
  await expect.element(screen.getByText(/stored before that are kept/)).toBeVisible();
  expect((await store.countComparisons()).pairs).toBe(1000);
  expect(await store.listDatasets()).toMatchObject([{ counts: { kept: 1000 } }]);
});

test('a full disk ends the import with a sentence and keeps what was stored', async () => {
  const store = fakeStore();
  const full = new AppError('storage-full', 'quota', 'There is no room left. Delete something.');
  let batches = 0;
  const filling: SpaceStore = {
    ...store,
    importComparisons: (batch) =>
      ++batches > 2 ? Promise.reject(full) : store.importComparisons(batch),
  };
  const { screen, choose } = await pageWith(filling);
  await choose(new File([rows(3000)], 'many.jsonl'));
  await screen.getByRole('button', { name: 'Import 3,000 rows' }).click();
  await expect.element(screen.getByRole('alert')).toHaveTextContent('There is no room left.');
  expect((await store.countComparisons()).pairs).toBe(1000);
  expect(await store.listDatasets()).toMatchObject([{ counts: { kept: 1000 } }]);
});

test.each([
  ['an empty file', new File([], 'empty.jsonl'), 'This file is empty'],
  ['a picture', new File([new Uint8Array([0x89, 80, 78, 71, 0, 0, 1])], 'a.jsonl'), 'is not text'],
  ['a web page', new File(['<!doctype html><p>Hi'], 'data.csv'), 'This is a web page'],
])('%s is refused with a sentence', async (_name, file, sentence) => {
  const { screen, choose } = await pageWith();
  await choose(file);
  await expect.element(screen.getByRole('alert')).toHaveTextContent(sentence);
});

test('a file of single answers is said to hold no pairs, and cannot be imported', async () => {
  const { screen, choose } = await pageWith();
  await choose(await fixture('trl-unpaired.jsonl'));
  await expect.element(screen.getByText(/single answers, not pairs/)).toBeVisible();
  expect(screen.getByRole('button', { name: /^Import/ }).elements()).toHaveLength(0);
});

test('hostile texts are shown and stored as text', async () => {
  const { screen, choose, store } = await pageWith();
  await choose(await fixture('hostile.jsonl'));
  await expect.element(screen.getByText('<script>alert(1)</script>')).toBeVisible();
  expect(document.querySelector('main img, article img, article script')).toBeNull();
  await screen.getByRole('button', { name: 'Import 3 rows' }).click();
  await expect.element(screen.getByRole('heading', { name: 'Imported' })).toBeVisible();
  const pairs = await store.listPairs();
  expect(pairs.map(({ prompt }) => prompt)).toContain('<img src=x onerror=alert(1)>');
});

test('gzip is unpacked, and a cut archive is said to be one', async () => {
  const { screen, choose } = await pageWith();
  const noise = Array.from({ length: 4000 }, (_, n) =>
    JSON.stringify({ prompt: `${n} ${Math.random()}`, chosen: `${Math.random()}`, rejected: 'No' }),
  ).join('\n');
  const packed = new Blob([noise]).stream().pipeThrough(new CompressionStream('gzip'));
  const whole = await new Response(packed).blob();
  await choose(new File([whole.slice(0, whole.size * 0.6)], 'cut.jsonl.gz'));
  await expect.element(screen.getByText(/damaged or was cut off/)).toBeVisible();
  await screen.getByRole('button', { name: /^Import/ }).click();
  await expect.element(screen.getByText(/damaged or was cut off/)).toBeVisible();
  await expect.element(screen.getByRole('heading', { name: 'Imported' })).toBeVisible();
});
