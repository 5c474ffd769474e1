import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pull } from '../../scripts/models.js';
import { bytesField, fieldsOf, joined, numberField } from '../../src/engine/graph/wire';
import { startHub, type Hub } from '../hub/hubServer';
import { tinyFiles } from '../hub/tinyRepository';
import { download, getTiny, ID, keptModels } from './downloads';
import { expect, INSECURE_HOST, test, whenModelReady } from './fixtures';
import { copyBuild, serveSite } from './site';

let hub: Hub;
const files = tinyFiles();
const Q4 = 'onnx/model_q4.onnx';
/** The graph with one 16-bit number more among its weights, as in those for graphics cards. */
function withHalf(model: Uint8Array): Uint8Array<ArrayBuffer> {
  const tensor = [numberField(1, 1), numberField(2, 10), bytesField(8, 'half')];
  const weight = bytesField(5, joined([...tensor, bytesField(9, new Uint8Array(2))]));
  return joined(
    Array.from(fieldsOf(model), ({ number, bytes, whole }) =>
      number === 7 ? bytesField(7, joined([bytes, weight])) : whole,
    ),
  );
}
test.beforeEach(async () => {
  hub = await startHub({ [ID]: { revisions: { c1: files }, main: 'c1' } });
});
test.afterEach(() => hub.stop());

test('a model is fetched, answers, is still there after a reload, and goes', async ({
  page,
  site,
}) => {
  await getTiny(page, site, hub);
  await page.getByRole('button', { name: 'Use random' }).click();
  await expect(page.getByText('This model answers from now on')).toBeVisible();
  await expect(page.getByText(/random is ready after/)).toBeVisible();
  await expect(page.getByText(/your processor, \d threads?, with q4 weights/)).toBeVisible();
  await page.getByRole('button', { name: /^Measure its speed/ }).click();
  await expect(page.getByText('This machine has been measured')).toBeVisible();
  await expect(page.getByText(/^[\d,.]+ tokens\/s$/).first()).toBeVisible();

  await page.reload();
  await whenModelReady(page);
  await expect(page.getByText(/random is ready after/)).toBeVisible();

  await page.getByRole('button', { name: 'Delete random' }).click();
  await page.getByRole('button', { name: /^Delete and free/ }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
  await expect(page.getByText(/random is ready after/)).toHaveCount(0);
  await whenModelReady(page);
  expect(await keptModels(page)).toEqual({});
});

test('a copy for graphics cards, where there is none: said, and the one for the processor is a press away', async ({
  page,
  site,
}) => {
  const { [Q4]: q4, 'onnx/model.onnx': _fp32, ...rest } = files;
  const half = { ...rest, 'onnx/model_q4f16.onnx': withHalf(q4!) };
  hub.models[ID] = { revisions: { c1: half }, main: 'c1' };
  await page.goto(`${site.url}#/models`);
  await page.getByRole('radio', { name: 'Another address' }).click();
  await page.getByLabel('Address of the mirror').fill(hub.url);
  await page.getByLabel('Its name on the hub').fill(ID);
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: `Get ${ID}`, exact: true }).click();
  const tab = await opened;
  await expect(tab.getByText(/run on a graphics card and not on a processor/)).toBeVisible();
  await tab.getByRole('button', { name: /^Download \(/ }).click();
  await expect(tab.getByText('The model is kept in this browser')).toBeVisible();
  await tab.close();

  await page.getByRole('button', { name: 'Use random' }).click();
  await expect(page.getByText(/tiny\/random could not be started/)).toBeVisible();
  await expect(page.getByText(/made for a graphics processor/)).toBeVisible();
  await whenModelReady(page); // the one of the app
  hub.models[ID] = { revisions: { c1: { ...half, [Q4]: q4! } }, main: 'c1' };
  await download(page, () =>
    page.getByRole('link', { name: 'Get random for the processor' }).click(),
  );
  await page.getByRole('button', { name: 'Use random' }).click();
  await expect(page.getByText(/random is ready after/)).toBeVisible();
  await expect(page.getByText(/with q4 weights/)).toBeVisible();
});

for (const host of ['localhost', INSECURE_HOST]) {
  test(`a class gets what its server has: pulled once, listed, fetched from this site alone (http://${host})`, async ({
    page,
  }) => {
    const build = copyBuild();
    await pull(ID, { from: hub.url, folder: path.join(build, 'models'), say() {} });
    writeFileSync(path.join(build, 'models', 'index.json'), `{"models":["dinghy","${ID}"]}`);
    hub.asked.length = 0;
    const site = await serveSite({ folder: build });
    await page.goto(`${site.url.replace('localhost', host)}#/models`);
    await page.getByRole('radio', { name: 'This server’s own folder' }).click();
    const links = page.getByRole('link', { name: /^Get / });
    await expect(links).toHaveText([`Get ${ID}`]);
    await download(page, () => links.click());
    await page.getByRole('button', { name: 'Use random' }).click();
    await expect(page.getByText(/random is ready after/)).toBeVisible();
    expect(hub.asked).toEqual([]);
    await site.stop();
  });
}
