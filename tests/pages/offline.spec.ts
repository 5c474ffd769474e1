import type { Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect, test, whenKept, whenModelReady } from './fixtures';
import { copyBuild, serveSite } from './site';

test('works with the server stopped, model and all', async ({ page, site, context }) => {
  await page.goto(site.url);
  await whenModelReady(page);
  await whenKept(page);
  await site.stop();

  await page.reload();
  await whenModelReady(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

  const deepLink = await context.newPage();
  await deepLink.goto(`${site.url}?from=somewhere#/library`);
  await whenModelReady(deepLink);
});

test('a new version waits for the person, then takes over', async ({ page }) => {
  const folder = copyBuild();
  const site = await serveSite({ folder });
  await page.goto(site.url);
  await whenKept(page);
  const first = await keptVersions(page);

  publish(folder, 'new-version');
  await page.reload();
  await expect(page.getByText('A new version is ready')).toBeVisible();
  await page.getByRole('button', { name: 'Use it now' }).click();
  await expect.poll(() => keptVersions(page)).toEqual([':/:new-version']);
  expect(first).not.toEqual([':/:new-version']);

  await site.stop();
  await page.reload();
  await whenModelReady(page);
});

test('a new version that cannot be kept whole leaves the old one at work', async ({ page }) => {
  const folder = copyBuild();
  const site = await serveSite({ folder });
  await page.goto(site.url);
  await whenKept(page);

  publish(folder, 'half-version');
  writeFileSync(path.join(folder, 'icon.svg'), 'not what precache.json says');
  await page.reload();
  const failed = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update().catch(() => {});
    const worker = registration?.installing;
    if (!worker) return 'redundant';
    return new Promise((resolve) =>
      worker.addEventListener('statechange', () => resolve(worker.state)),
    );
  });
  expect(failed).toBe('redundant');

  await site.stop();
  await page.reload();
  await whenModelReady(page);
});

test('other caches of this address are left alone', async ({ page, site }) => {
  await page.goto(site.url);
  await page.evaluate(() => caches.open('transformers-cache'));
  await whenKept(page);
  expect(await page.evaluate(() => caches.has('transformers-cache'))).toBe(true);
});

/** The kept versions, without the common start of their names. */
function keptVersions(page: Page): Promise<string[]> {
  return page
    .evaluate(() => caches.keys())
    .then((names) => names.map((name) => name.replace('whose-boat', '')))
    .catch(() => []); // the page is just reloading
}

/** Changes one file of a built folder and names the result a new version. */
function publish(folder: string, version: string) {
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  const old: unknown = JSON.parse(read('precache.json')).version;
  const icon = `${read('icon.svg')}<!-- ${version} -->`;
  writeFileSync(path.join(folder, 'icon.svg'), icon);
  const list = JSON.parse(read('precache.json'));
  for (const file of list.files) {
    if (file.url !== 'icon.svg') continue;
    file.sizeBytes = Buffer.byteLength(icon);
    file.sha256 = createHash('sha256').update(icon).digest('hex').slice(0, 32);
  }
  writeFileSync(path.join(folder, 'precache.json'), JSON.stringify({ ...list, version }));
  writeFileSync(path.join(folder, 'sw.js'), read('sw.js').replaceAll(String(old), version));
}
