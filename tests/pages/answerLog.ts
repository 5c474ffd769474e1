import type { Page } from '@playwright/test';
import { expect } from './fixtures';

/** Name of a column → what it says, without spaces. */
type Answers = Record<string, string>;

/** What the page and its workers did, noted inside the page. */
interface Log {
  /** Troubles the worker that next sends words while others are on the page. */
  armed: 'end' | 'lose' | null;
  /** The answers as they stood then. */
  then: Answers | null;
  /** The answers after each change since. */
  since: Answers[];
  /** How many tokens each request for an answer brought along, oldest first. */
  resumed: number[];
  workers: number;
}
declare global {
  interface Window {
    log: Log;
  }
}

/**
 * Call it before the page is opened. Troubles a worker between two pieces of an answer: ends it, as
 * a browser does that is out of memory (no event tells the page), or sends it the message `lose`.
 */
export function logAnswers(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const log: Log = { armed: null, then: null, since: [], resumed: [], workers: 0 };
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
          const now = answers();
          // Not before a person reads something.
          if (!Object.values(now).some(({ length }) => length > 6)) return;
          if (log.armed === 'end') this.terminate();
          else super.postMessage({ type: 'lose' });
          [log.armed, log.then] = [null, now];
        });
      }
      override postMessage(message: { name?: string; params?: { resume?: number[] } }) {
        if (message.name === 'generate') log.resumed.push(message.params?.resume?.length ?? 0);
        super.postMessage(message);
      }
    };
    const note = () => log.then && log.since.push(answers());
    const changes = { subtree: true, childList: true, characterData: true };
    new MutationObserver(note).observe(document, changes);
  });
}

/** Asks for three answers on the open page, with that trouble in the middle, and waits for their end. */
export async function threeAnswers(page: Page, trouble: Log['armed']): Promise<string[]> {
  const persona = 'The user is busy and prefers short answers with numbered steps.';
  await page.getByLabel('The persona in words').fill(persona);
  await page.getByLabel('What do they ask?').fill('How do I sleep better?');
  await page.evaluate((armed) => (window.log.armed = armed), trouble);
  await page.getByRole('button', { name: 'Answer three ways' }).click();
  await expect(page.getByText('All answers have ended.')).toBeAttached();
  return page.getByRole('region', { name: 'Three answers' }).locator('.reading').allInnerTexts();
}

/** What a person had read stayed on the page the whole time, and the next worker went on behind it. */
export async function expectGoneOn(page: Page): Promise<void> {
  const { then, since, resumed } = await page.evaluate(() => window.log);
  expect(Math.max(...resumed)).toBeGreaterThan(0);
  const read = Object.entries(then ?? {}).filter(([, text]) => text !== '');
  expect(read.length).toBeGreaterThan(0);
  expect(since.length).toBeGreaterThan(0);
  for (const [column, text] of read) {
    for (const later of since) expect(later[column]?.slice(0, text.length)).toBe(text);
  }
  await expect(page.getByRole('alert')).toHaveCount(0);
}
