import type { Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { expect, test, whenModelReady } from '../pages/fixtures';
import { copyBuild, serveSite } from '../pages/site';
import { scrambleWeights } from './scramble';

/** Nine pairs in three layouts; the owner always takes the short numbered list, never the long tale. */
const files = ['explicit.jsonl', 'hh.jsonl', 'arena.csv'].map((name) =>
  fileURLToPath(new URL(`../fixtures/loop/${name}`, import.meta.url)),
);

/** What a person sees at the end of the loop. */
interface Findings {
  /** Sentences, those of this boat and those of the other. */
  thisBoat: string[];
  otherBoat: string[];
  /** Of the decided answers on other pairs: share right in [0, 1], and how many. */
  right: number[];
  decided: number[];
  /** The same personas, mixed up. */
  mixedUp: number;
  /** The three answers. */
  answers: string[];
}

test('import, infer, check, tailor, reload: with the real model the loop makes sense', async ({
  page,
  site,
}) => {
  test.setTimeout(400_000);
  const findings = await runLoop(page, site.url);
  expect(troublesOf(findings)).toEqual([]);

  await page.reload();
  await whenModelReady(page);
  await page.goto(`${site.url}#/library`);
  await expect(page.getByText('9 found')).toBeVisible();
  await page.goto(`${site.url}#/personas`);
  await expect(page.getByText('both boats have been looked for')).toBeVisible();
  expect(await readPersonas(page)).toEqual([findings.thisBoat, findings.otherBoat]);
  await page.goto(`${site.url}#/personas?view=check`);
  await expect(page.getByRole('table')).toBeVisible();
  expect((await readAccuracy(page)).right).toEqual(findings.right);
  await page.goto(`${site.url}#/tailor`);
  await page.getByRole('button', { name: QUESTION }).click();
  expect(await readAnswers(page)).toEqual(findings.answers);
});

test('with random weights the same loop makes no sense, so the test above can fail', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const folder = copyBuild();
  scrambleWeights(folder, 'dinghy');
  const site = await serveSite({ folder });
  const troubles = await runLoop(page, site.url).then(troublesOf, (error: unknown) => [
    `the loop broke off: ${String(error)}`,
  ]);
  await site.stop();
  expect(troubles).not.toEqual([]);
});

/** Random weights seldom come to an end by themselves: every answer takes as long as it may. */
const PATIENT = { timeout: 120_000 };
const QUESTION = 'How do I sleep better?';
const PERSONA = 'The user is busy and prefers short answers with numbered steps.';

/** What speaks against a model that understands anything; empty when nothing does. */
function troublesOf(findings: Findings): string[] {
  const { thisBoat, otherBoat, right, decided, mixedUp, answers } = findings;
  const sentences = [...thisBoat, ...otherBoat];
  const [, mine = '', others = ''] = answers;
  const words = (text: string) => text.split(/\s+/).length;
  const checks: [string, boolean][] = [
    ['fewer than 6 personas for either boat', thisBoat.length >= 6 && otherBoat.length >= 6],
    ['a persona that is no sentence', sentences.every((text) => /^The user .+\.$/.test(text))],
    ['both boats are described alike', !thisBoat.some((text) => otherBoat.includes(text))],
    ['fewer than 10 decided answers a side', decided.every((n) => n >= 10)],
    ['personas predict less than 65 % of other pairs', right.every((share) => share >= 0.65)],
    ['mixed-up personas predict as well', mixedUp <= 0.7],
    ['an empty answer', answers.length === 3 && answers.every((text) => words(text) >= 5)],
    ['the short answer is not shorter', words(mine) < words(others)],
  ];
  return checks.filter(([, good]) => !good).map(([trouble]) => trouble);
}

async function runLoop(page: Page, url: string): Promise<Findings> {
  await page.goto(`${url}#/import`);
  for (const file of files) {
    await page.getByLabel('Choose a file').setInputFiles(file);
    await page.getByRole('button', { name: 'Import 3 rows' }).click();
    await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible();
    await page.getByRole('button', { name: 'Import another file' }).click();
  }
  await whenModelReady(page);

  await page.goto(`${url}#/personas`);
  await page.getByRole('button', { name: 'Find both boats' }).click();
  // A model that makes no sense leaves pairs waiting, so the end of the run is when Stop goes.
  const stop = page.getByRole('button', { name: 'Stop' });
  await stop.waitFor();
  await expect(stop).toBeHidden(PATIENT);
  const [thisBoat = [], otherBoat = []] = await readPersonas(page);
  if (thisBoat.length + otherBoat.length === 0) throw new Error('no persona was found');

  await page.goto(`${url}#/personas?view=check`);
  await page.getByRole('button', { name: 'Check the personas' }).click();
  await expect(page.getByRole('button', { name: 'Check what is new' })).toBeVisible(PATIENT);
  const accuracy = await readAccuracy(page);

  await page.goto(`${url}#/tailor`);
  await page.getByLabel('The persona in words').fill(PERSONA);
  await page.getByLabel('What do they ask?').fill(QUESTION);
  await page.getByRole('button', { name: 'Answer three ways' }).click();
  await expect(page.getByText('All answers have ended.')).toBeAttached(PATIENT);
  return { thisBoat, otherBoat, ...accuracy, answers: await readAnswers(page) };
}

/** The sentences of this boat, and of the other, in the order of the pairs. */
async function readPersonas(page: Page): Promise<string[][]> {
  const rows = page.getByRole('region', { name: 'Pairs and their boats' });
  return Promise.all(
    ['.port', '.starboard'].map((side) => rows.locator(`${side} .persona`).allInnerTexts()),
  );
}

async function readAccuracy(page: Page) {
  const row = async (name: string) => {
    const cells = await page.getByRole('row', { name }).getByRole('cell').allInnerTexts();
    const [, right = '', , answers = ''] = cells;
    return { right: Number.parseFloat(right) / 100, answers: Number.parseInt(answers, 10) };
  };
  const mine = await row('Personas of this boat');
  const other = await row('Personas of the other boat');
  const mixed = await row('The same personas, mixed up');
  return {
    right: [mine.right, other.right],
    decided: [mine.answers, other.answers],
    mixedUp: mixed.right,
  };
}

function readAnswers(page: Page): Promise<string[]> {
  return page.getByRole('region', { name: 'Three answers' }).locator('.reading').allInnerTexts();
}
