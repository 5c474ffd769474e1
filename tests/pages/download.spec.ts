import { zipOf } from '../hub/damagedPacks';
import { startHub, type Hub } from '../hub/hubServer';
import { tinyFiles } from '../hub/tinyRepository';
import { downloadAddress, ID, keptModels as kept } from './downloads';
import { expect, test, whenKept, whenModelReady } from './fixtures';

let hub: Hub;
// Policies are broken here on purpose; foreign hosts still fail every test.
test.use({ provoked: ['nowhere.invalid'] });
test.beforeEach(async () => {
  hub = await startHub({ [ID]: { revisions: { c1: tinyFiles() }, main: 'c1' } });
});
test.afterEach(() => hub.stop());

for (const controlled of [false, true]) {
  test(`asks, fetches from the one source, keeps (service worker: ${controlled})`, async ({
    page,
    site,
  }) => {
    if (controlled) {
      await page.goto(site.url);
      await whenKept(page);
    }
    await page.goto(downloadAddress(site, hub.url));
    const start = page.getByRole('button', { name: /^Download \(/ });
    await expect(start).toBeVisible();
    await expect(page.getByText('apache-2.0')).toBeVisible();
    expect(await page.evaluate(() => !!navigator.serviceWorker.controller)).toBe(controlled);
    // Before the person agrees: lists and config.json only.
    expect(hub.asked.filter(({ path }) => /onnx|tokenizer/.test(path))).toEqual([]);
    await start.click();
    await expect(page.getByText('The model is kept in this browser')).toBeVisible();
    const files = await kept(page);
    expect(files['onnx/model.onnx~0']).toBe(tinyFiles()['onnx/model.onnx']!.length);
    expect(Object.keys(files)).toHaveLength(5);
    await page.reload();
    await expect(page.getByText('The model is kept in this browser')).toBeVisible();
  });
}

test('the policy of the page opens the source that was asked for and nothing else', async ({
  page,
  site,
}) => {
  const other = await startHub({});
  await page.goto(downloadAddress(site, hub.url));
  await expect(page.getByRole('button', { name: /^Download \(/ })).toBeVisible();
  const reached = await page.evaluate(
    (urls) =>
      Promise.all(
        urls.map((url) =>
          fetch(url).then(
            () => 'reached',
            () => 'blocked',
          ),
        ),
      ),
    [`${hub.url}/x`, `${other.url}/x`, 'index.html'],
  );
  expect(reached).toEqual(['reached', 'blocked', 'blocked']);
  expect(other.asked).toEqual([]);
  await other.stop();
});
test('the working page cannot reach the hub, not even where the download page can', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await whenModelReady(page);
  const result = await page.evaluate(
    (url) =>
      fetch(url).then(
        () => 'reached',
        () => 'blocked',
      ),
    `${hub.url}/api/models/${ID}/revision/main`,
  );
  expect(result).toBe('blocked');
  expect(hub.asked).toEqual([]);
});

test('paused, reloaded, cut and resumed: the same bytes in the end', async ({ page, site }) => {
  const size = tinyFiles()['onnx/model.onnx']!.length;
  hub.fault = ({ path }) =>
    /cdn.*model\.onnx/.test(path) ? { kind: 'slow', partBytes: 30_000, pauseMs: 300 } : null;
  await page.goto(downloadAddress(site, hub.url));
  await page.getByRole('button', { name: /^Download \(/ }).click();
  await expect.poll(() => hub.asked.some(({ path }) => /cdn.*model\.onnx/.test(path))).toBe(true);
  await page.waitForTimeout(700);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused')).toBeVisible();
  await expect.poll(async () => (await kept(page))['onnx/model.onnx~0'] ?? 0).toBeGreaterThan(0);
  await page.reload();
  await expect(page.getByText('are here already')).toBeVisible();
  hub.fault = ({ path }, count) =>
    /cdn.*model\.onnx/.test(path) && count < 3 ? { kind: 'cut', afterBytes: 50_000 } : null;
  await page.getByRole('button', { name: /^Go on/ }).click();
  await expect(page.getByText('The model is kept in this browser')).toBeVisible();
  const parts = Object.entries(await kept(page)).filter(([name]) => name.includes('model.onnx~'));
  expect(parts.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(size);
  const graph = hub.asked.filter(({ path }) => /cdn.*model\.onnx/.test(path));
  expect(graph.slice(1).every(({ range }) => range !== null)).toBe(true);
});

test('a second tab follows the first and does not download', async ({ page, site, context }) => {
  hub.fault = ({ path }) =>
    /cdn.*model\.onnx/.test(path) ? { kind: 'slow', partBytes: 40_000, pauseMs: 250 } : null;
  await page.goto(downloadAddress(site, hub.url));
  await page.getByRole('button', { name: /^Download \(/ }).click();
  const second = await context.newPage();
  await second.goto(downloadAddress(site, hub.url));
  await second.getByRole('button', { name: /^(Download|Go on) \(/ }).click();
  await expect(second.getByText('Another tab is getting this model')).toBeVisible();
  await expect(second.getByRole('progressbar')).toBeVisible();
  await expect(page.getByText('The model is kept in this browser')).toBeVisible();
  await expect(second.getByText('The model is kept in this browser')).toBeVisible();
  expect(hub.asked.filter(({ path }) => /cdn.*model\.onnx/.test(path))).toHaveLength(1);
});

test('cancel deletes what came', async ({ page, site }) => {
  hub.fault = ({ path }) =>
    /cdn.*model\.onnx/.test(path) ? { kind: 'slow', partBytes: 20_000, pauseMs: 300 } : null;
  await page.goto(downloadAddress(site, hub.url));
  await page.getByRole('button', { name: /^Download \(/ }).click();
  await page.getByRole('button', { name: 'Cancel and delete' }).click();
  await expect(page.getByText('What had come was deleted')).toBeVisible();
  expect(await kept(page)).toEqual({});
});

test('from models/ of this site', async ({ page, site }) => {
  await page.goto(`${site.url}download.html#id=dinghy&source=site`);
  await page.getByRole('button', { name: /^Download \(/ }).click();
  await expect(page.getByText('The model is kept in this browser')).toBeVisible();
  expect(hub.asked).toEqual([]);
});

test('an address that asks for nothing is answered with a sentence', async ({ page, site }) => {
  await page.goto(`${site.url}download.html#id=../x`);
  await expect(page.getByText('without saying which model to get')).toBeVisible();
});

test('a zip from disk is taken in under the policy of the working page', async ({ page, site }) => {
  const zip = await zipOf(new Map(Object.entries(tinyFiles())), null);
  await page.goto(`${site.url}#/models`);
  await page.getByLabel('Model pack or files').setInputFiles({
    name: 'tiny.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(await zip.arrayBuffer()),
  });
  await expect(page.getByText('is kept in this browser')).toBeVisible();
  expect((await kept(page))['onnx/model.onnx~0']).toBeGreaterThan(0);
  expect(hub.asked).toEqual([]);
});
