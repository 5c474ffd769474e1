import { expect, INSECURE_HOST, test, whenKept, whenModelReady } from './fixtures';
import { serveSite } from './site';

test('a host without headers: isolated after the one reload that the page does itself', async ({
  page,
}) => {
  const site = await serveSite({ headers: {} });
  await page.goto(site.url);
  await expect
    .poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false), { timeout: 60_000 })
    .toBe(true);
  await whenModelReady(page);
  await whenKept(page);
  await site.stop();
});

test('works in a sub-path, also with the server stopped', async ({ page }) => {
  const site = await serveSite({ base: '/some/where/' });
  await page.goto(site.url);
  await whenModelReady(page);
  await whenKept(page);
  expect(await page.evaluate(() => caches.keys())).toEqual([
    expect.stringContaining('whose-boat:/some/where/:'),
  ]);
  await site.stop();
  await page.reload();
  await whenModelReady(page);
});

test('an insecure address: says what is missing and still runs on WASM', async ({ page }) => {
  const site = await serveSite();
  await page.goto(`http://${INSECURE_HOST}:${site.port}/`);
  expect(await page.evaluate(() => [isSecureContext, crossOriginIsolated])).toEqual([false, false]);
  await expect(page.getByText('plain http from another machine')).toBeVisible();
  await whenModelReady(page);
  await site.stop();
});
