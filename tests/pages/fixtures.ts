import { test as base, expect, type Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/chromium.js';
import { serveSite, type Site } from './site';
import { startTripwire, type Tripwire } from './tripwire';

/** A host name that is not localhost, so that browsers treat http on it as insecure. */
export const INSECURE_HOST = 'boat.test';

interface Fixtures {
  /** The production build on a server with our headers. */
  site: Site;
  /** Hosts that a test asks for on purpose; they must still not get through. */
  provoked: string[];
  /** Runs by itself: fails a test whose page asked for a foreign host, threw, or broke its own policy. */
  watch: void;
}

/** Playwright's `test`, in a Chromium whose way to the world is the tripwire. */
export const test = base.extend<Fixtures, { tripwire: Tripwire }>({
  tripwire: [
    async ({}, use) => {
      const tripwire = await startTripwire();
      await use(tripwire);
      tripwire.stop();
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({ tripwire }, use) => {
      await use({
        executablePath: findChromium() ?? '/usr/bin/chromium',
        args: [
          ...chromiumArgs,
          `--proxy-server=${tripwire.address}`,
          `--proxy-bypass-list=localhost;127.0.0.1;${INSECURE_HOST}`,
          `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
        ],
      });
    },
    { scope: 'worker' },
  ],
  provoked: [[], { option: true }],
  site: async ({}, use) => {
    const site = await serveSite();
    await use(site);
    await site.stop();
  },
  watch: [
    async ({ context, tripwire, provoked }, use) => {
      const wrong: string[] = [];
      tripwire.takeHosts();
      context.on('request', (request) => {
        const { protocol, hostname } = new URL(request.url());
        const own = ['localhost', '127.0.0.1', INSECURE_HOST, ...provoked].includes(hostname);
        if (/^http|^ws/.test(protocol) && !own) wrong.push(`asked for ${request.url()}`);
      });
      context.on('weberror', (error) => wrong.push(`threw ${error.error().message}`));
      context.on('console', (message) => {
        const blocked = /Content Security Policy|Permissions[- ]Policy/.test(message.text());
        if (blocked && provoked.length === 0) wrong.push(message.text());
      });
      await use();
      expect([...wrong, ...tripwire.takeHosts().map((host) => `reached out to ${host}`)]).toEqual(
        [],
      );
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until the embedded model in the page can answer; fails at once when it cannot be loaded. */
export async function whenModelReady(page: Page): Promise<void> {
  const state = page.getByText(/^Model: (Ready in this tab|The model could not be loaded)/);
  await expect(state).toBeAttached({ timeout: 60_000 });
  expect(await state.textContent()).toBe('Model: Ready in this tab');
}

/** Waits until the app is kept for use without a network. */
export async function whenKept(page: Page): Promise<void> {
  await expect(page.getByText('Kept on this machine')).toBeVisible({ timeout: 60_000 });
}
