import type { Page } from '@playwright/test';
import { expect, test, whenModelReady } from './fixtures';
import type { Site } from './site';

/** Name of a column → what it says. */
type Answers = Record<string, string>;

/** What the page and its workers did, noted inside the page. */
interface Log {
  /** Ends the worker that next sends words while others are on the page. */
  armed: boolean;
  /** The answers as they stood when it was ended. */
  atDeath: Answers | null;
  /** How many tokens each request for an answer brought along, oldest first. */
  resumed: number[];
  workers: number;
  /** The answers after each change since then. */
  since: Answers[];
}
declare global {
  interface Window {
    log: Log;
  }
}

/**
 * Runs in the page before its own scripts: ends a worker between two pieces of an answer, as a
 * browser does that is out of memory. No event tells the page.
 */
function watchWorkers(): void {
  const log: Log = { armed: false, atDeath: null, resumed: [], workers: 0, since: [] };
  window.log = log;
  const answers = (): Answers =>
    Object.fromEntries(
      [...document.querySelectorAll('[aria-label="Three answers"] article')].map((column) => [
        column.getAttribute('aria-label'),
        column.querySelector('.reading')?.textContent?.replace(/\s/g, '') ?? '',
      ]),
    );
  window.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      log.workers++;
      this.addEventListener('message', ({ data }) => {
        if (!log.armed || data.type !== 'event' || !data.event.tokenIds) return;
        const there = answers();
        if (Object.values(there).join('') === '') return; // not before a person reads something
        [log.armed, log.atDeath] = [false, there];
        this.terminate();
      });
    }
    override postMessage(message: { name?: string; params?: { resume?: number[] } }) {
      if (message.name === 'generate') log.resumed.push(message.params?.resume?.length ?? 0);
      super.postMessage(message);
    }
  };
  const note = () => log.atDeath && log.since.push(answers());
  const changes = { subtree: true, childList: true, characterData: true };
  new MutationObserver(note).observe(document, changes);
}

async function answersOf(page: Page, site: Site, kill: boolean): Promise<string[]> {
  await page.addInitScript(watchWorkers);
  await page.goto(`${site.url}#/tailor`);
  await whenModelReady(page);
  const persona = 'The user is busy and prefers short answers with numbered steps.';
  await page.getByLabel('The persona in words').fill(persona);
  await page.getByLabel('What do they ask?').fill('How do I sleep better?');
  await page.evaluate((armed) => (window.log.armed = armed), kill);
  await page.getByRole('button', { name: 'Answer three ways' }).click();
  await expect(page.getByText('All answers have ended.')).toBeAttached();
  return page.getByRole('region', { name: 'Three answers' }).locator('.reading').allInnerTexts();
}

test('a worker that dies in mid-answer: the words stay on the page, and the answer goes on to its end', async ({
  page,
  site,
  browser,
}) => {
  const answers = await answersOf(page, site, true);
  const { atDeath, resumed, workers, since } = await page.evaluate(() => window.log);
  expect(workers).toBe(2);
  expect(Math.max(...resumed)).toBeGreaterThan(0); // went on behind the words that had come
  const read = Object.entries(atDeath ?? {}).filter(([, text]) => text !== '');
  expect(read.length).toBeGreaterThan(0);
  expect(since.length).toBeGreaterThan(0);
  for (const [column, text] of read) {
    for (const later of since) expect(later[column]?.slice(0, text.length)).toBe(text);
  }
  await expect(page.getByRole('alert')).toHaveCount(0);

  const undisturbed = await browser.newContext();
  const other = await undisturbed.newPage();
  expect(answers).toEqual(await answersOf(other, site, false));
  expect(await other.evaluate(() => window.log.workers)).toBe(1);
  await undisturbed.close();
});
