import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { zipOf } from '../hub/damagedPacks';
import { tinyFiles } from '../hub/tinyRepository';
import { keptModels } from './downloads';
import { expect, test, whenModelReady } from './fixtures';

const files = new Map(Object.entries(tinyFiles()).filter(([name]) => !/README/.test(name)));
const totalBytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);

/** Adds the tiny model from disk, as a zip. */
async function addTiny(page: Page) {
  const zip = await zipOf(files, null);
  await page.getByLabel('Model pack or files').setInputFiles({
    name: 'boat.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(await zip.arrayBuffer()),
  });
  await expect(page.getByText('boat is kept in this browser')).toBeVisible();
}

test('a folder dropped from the disk is taken; a drop beside the zone leaves the page alone', async ({
  page,
  site,
}) => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'whose-boat-drop-')), 'my-boat');
  for (const [name, bytes] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  await page.goto(`${site.url}#/models`);
  const zone = page.getByRole('group', { name: 'Add a model from disk' });
  await zone.scrollIntoViewIfNeeded();
  const devtools = await page.context().newCDPSession(page);
  const drop = async (at: { x: number; y: number }) => {
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, ...at, data });
    }
  };
  const box = (await zone.boundingBox())!;
  await drop({ x: box.x + 5, y: box.y - 30 });
  await expect(zone).toBeVisible();
  expect(page.url()).toBe(`${site.url}#/models`);
  await drop({ x: box.x + 30, y: box.y + 30 });
  await expect(page.getByText('my-boat is kept in this browser')).toBeVisible();
  expect((await keptModels(page))['onnx/model.onnx~0']).toBe(files.get('onnx/model.onnx')!.length);
});

test.describe('the sum', () => {
  // The app itself is not kept meanwhile: it would count too.
  test.use({ serviceWorkers: 'block' });

  test('what a model takes is in the sum of the browser, and free again when it is deleted', async ({
    page,
    site,
  }) => {
    const used = () => page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    await page.goto(`${site.url}#/models`);
    await expect(page.getByText('Models take 0 MB')).toBeVisible();
    const before = await used();
    await addTiny(page);
    await expect(page.getByText(`Models take ${Math.round(totalBytes / 1000)} kB`)).toBeVisible();
    await expect.poll(used).toBeGreaterThanOrEqual(before + totalBytes);
    await page.getByRole('button', { name: 'Delete boat' }).click();
    await page.getByRole('button', { name: /^Delete and free/ }).click();
    await expect(page.getByText('Models take 0 MB')).toBeVisible();
    expect(await keptModels(page)).toEqual({});
    // What is left are records of a few hundred bytes each.
    await expect.poll(used).toBeLessThan(before + 50_000);
  });
});

test('a pack is saved where the browser cannot write to files, and comes back', async ({
  page,
  site,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.goto(`${site.url}#/models`);
  await addTiny(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export boat as one file' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('boat.whose-boat-model.zip');
  const buffer = readFileSync(await download.path());
  expect(buffer.length).toBeGreaterThan(totalBytes);
  await page.getByRole('button', { name: 'Delete boat' }).click();
  await page.getByRole('button', { name: /^Delete and free/ }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
  await page
    .getByLabel('Model pack or files')
    .setInputFiles({ name: 'again.zip', mimeType: 'application/zip', buffer });
  await expect(page.getByText('boat is kept in this browser')).toBeVisible();
});

test('bytes without a record are cleared away at the next start, without opening the models page', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}#/models`);
  await addTiny(page);
  // A page of the site that is not the app: no sweep of an earlier start can come between.
  await page.goto(`${site.url}licenses.txt`);
  await page.evaluate(async () => {
    const top = await navigator.storage.getDirectory();
    const models = await top.getDirectoryHandle('whose-boat-models');
    const lost = await models.getDirectoryHandle('lost', { create: true });
    const file = await (await lost.getFileHandle('lost~0', { create: true })).createWritable();
    await file.write('x'.repeat(1000));
    await file.close();
  });
  expect(await keptModels(page)).toMatchObject({ 'lost~0': 1000 });
  await page.goto(`${site.url}#/`);
  await whenModelReady(page);
  await expect.poll(() => keptModels(page)).not.toHaveProperty('lost~0');
  expect(Object.keys(await keptModels(page))).toHaveLength(files.size);
});

test('who keeps no model gets no store for models', async ({ page, site }) => {
  await page.goto(site.url);
  await whenModelReady(page);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  const names = await page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name),
  );
  expect(names).not.toContain('whose-boat-models');
});

test('the memory is given back after the rest that was asked for, and the next question brings it back', async ({
  page,
  site,
}) => {
  await page.clock.install();
  await page.goto(`${site.url}#/models`);
  await page.getByLabel('Give its memory back').selectOption('after 5 minutes without a question');
  await page.reload();
  await whenModelReady(page);
  const engines = () => page.workers().filter((worker) => /worker/.test(worker.url())).length;
  expect(engines()).toBe(1);
  await page.clock.fastForward('04:30');
  expect(engines()).toBe(1);
  await page.clock.fastForward('00:40');
  await expect.poll(engines).toBe(0);
  await page.getByRole('button', { name: /^Measure its speed/ }).click();
  await expect.poll(engines).toBe(1);
  await expect(page.getByText(/This machine has been measured/)).toBeVisible();
});
