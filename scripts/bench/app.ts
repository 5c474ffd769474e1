import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { median } from './numbers';
import type { openSite } from '../harness/open.js';

type AppSite = Awaited<ReturnType<typeof openSite>>;

const PAIRS = fileURLToPath(new URL('../../tests/fixtures/loop/explicit.jsonl', import.meta.url));

/** A new window of Chromium prepares panels of its own, which takes a core for half a second. */
const SETTLE_MS = 2500;

/**
 * Milliseconds from the first navigation to the first word of a tailored answer on the built page:
 * cold is a browser that never saw the app, warm its second visit.
 */
export async function measureFirstWord(app: AppSite, runs: number) {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let run = 0; run < runs; run++) {
    const context = await app.browser.newContext();
    cold.push(await firstWord(context, app.url));
    const page = await context.newPage();
    await page.goto(app.url);
    await page.getByText('Kept on this machine').waitFor();
    await page.close();
    warm.push(await firstWord(context, app.url));
    await context.close();
  }
  return { coldMs: median(cold), warmMs: median(warm) };
}

async function firstWord(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage();
  await page.waitForTimeout(SETTLE_MS); // a person's window is open already
  await page.goto(`${url}#/tailor`, { waitUntil: 'commit' });
  await askForAnswers(page);
  const seen = await page
    .waitForFunction(
      () => document.querySelector('article[aria-label="This boat"] .reading') && performance.now(),
      null,
      { polling: 'raf', timeout: 15_000 },
    )
    .catch(() => null); // a model that understands nothing of the persona does not answer
  const ms = seen ? Number(await seen.jsonValue()) : NaN;
  await page.close();
  return ms;
}

async function askForAnswers(page: Page): Promise<void> {
  await page
    .getByLabel('The persona in words')
    .fill('The user is busy and prefers short answers without lists.');
  await page.getByLabel('What do they ask?').fill('How do I sleep better?');
  await page.getByRole('button', { name: 'Answer three ways' }).click();
}

/** Tasks of more than 50 ms on the page while the worker infers three pairs and writes three answers. */
export interface LongTasks {
  count: number;
  longestMs: number;
  watchedMs: number;
}

/** Counts what would make the page stutter while the worker runs. */
export async function countLongTasks(app: AppSite): Promise<LongTasks> {
  const context = await app.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${app.url}#/import`);
  await page.getByLabel('Choose a file').setInputFiles(PAIRS);
  await page.getByRole('button', { name: 'Import 3 rows' }).click();
  await page.getByRole('heading', { name: 'Imported' }).waitFor();
  await page.goto(`${app.url}#/personas`);
  const find = page.getByRole('button', { name: 'Find both boats' });
  await find.waitFor();
  await page.evaluate(() => {
    const durations: number[] = [];
    const observer = new PerformanceObserver((list) =>
      durations.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
    Object.assign(window, { benchLongTasks: durations });
  });
  const infer = performance.now();
  await forget(page);
  await find.click();
  const stop = page.getByRole('button', { name: 'Stop' });
  await stop.waitFor();
  await stop.waitFor({ state: 'hidden', timeout: 120_000 });
  const inferred = await longTasks(page);
  const inferMs = performance.now() - infer;
  await page.evaluate(() => (location.hash = '#/tailor')); // the same document goes on
  await page.getByRole('button', { name: 'Answer three ways' }).waitFor();
  const tailor = performance.now();
  await forget(page); // building the new page is no work beside the worker
  await askForAnswers(page);
  await page.getByText('All answers have ended.').waitFor({ state: 'attached', timeout: 120_000 });
  const durations = [...inferred, ...(await longTasks(page))];
  const watchedMs = inferMs + performance.now() - tailor;
  await context.close();
  return { count: durations.length, longestMs: Math.max(0, ...durations), watchedMs };
}

/** What the observer in the page has seen since `forget`. */
const longTasks = (page: Page) =>
  page.evaluate(() => (window as unknown as { benchLongTasks: number[] }).benchLongTasks.splice(0));

const forget = async (page: Page) => void (await longTasks(page));
