import { startHub, type Hub } from '../hub/hubServer';
import { tinyFiles } from '../hub/tinyRepository';
import { downloadAddress, ID, keptModels } from './downloads';
import { expect, test } from './fixtures';

const GRAPH = 'onnx/model.onnx';
const files = tinyFiles();
let hub: Hub;
// Policies are broken here on purpose; foreign hosts still fail every test.
test.use({ provoked: ['nowhere.invalid'] });
test.beforeEach(async () => {
  hub = await startHub({ [ID]: { revisions: { c1: files }, main: 'c1' } });
});
test.afterEach(() => hub.stop());

for (const what of ['list', 'weights']) {
  test(`a mirror that passes the ${what} on elsewhere: said at once, with what to do`, async ({
    page,
    site,
  }) => {
    const other = await startHub(hub.models);
    const moved = what === 'list' ? /^\/api/ : /^\/cdn/;
    hub.fault = ({ path }) => (moved.test(path) ? { kind: 'elsewhere', url: other.url } : null);
    await page.goto(downloadAddress(site, hub.url));
    if (what === 'weights') await page.getByRole('button', { name: /^Download \(/ }).click();
    await expect(page.getByText(/passes the download on to another address/)).toBeVisible();
    await expect(page.getByText(/see which address it ends at/)).toBeVisible();
    expect(other.asked).toEqual([]);
    await other.stop();
  });
}

test('a mirror on plain http outside of the own network is refused before anything is asked', async ({
  page,
  site,
}) => {
  await page.goto(downloadAddress(site, 'http://nowhere.invalid'));
  await expect(page.getByText(/Plain http is taken only from this machine/)).toBeVisible();
  await page.goto(`${site.url}#/models`);
  await page.getByRole('radio', { name: 'Another address' }).click();
  await page.getByLabel('Address of the mirror').fill('http://nowhere.invalid');
  await expect(page.getByText(/Plain http is taken only from this machine/)).toBeVisible();
  await page.getByLabel('Its name on the hub').fill(ID);
  await expect(page.getByRole('link', { name: `Get ${ID}` })).toHaveCount(0);
  await page.getByLabel('Address of the mirror').fill(hub.url);
  await expect(page.getByRole('link', { name: `Get ${ID}` })).toBeVisible();
});

test('a name without a dot counts as the own network, and is not taken silently', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}#/models`);
  await page.getByRole('radio', { name: 'Another address' }).click();
  await page.getByLabel('Its name on the hub').fill(ID);
  await expect(page.getByText(/with http, only this machine and your own network/)).toBeVisible();
  const said = page.getByText(/such as teacher, is taken for a machine in your own network/);
  for (const typed of ['http://teacher', 'teacher:8080']) {
    await page.getByLabel('Address of the mirror').fill(typed);
    await expect(said).toBeVisible();
    await expect(page.getByRole('link', { name: `Get ${ID}` })).toBeVisible();
  }
  for (const typed of ['https://teacher', hub.url, '']) {
    await page.getByLabel('Address of the mirror').fill(typed);
    await expect(said).toHaveCount(0);
  }
  await page.getByLabel('Where it sends you for large files').fill('http://teacher.local');
  await expect(page.getByText(/teacher.local is taken for .* over plain http/)).toBeVisible();
});

test('a changed revision is shown and not taken; asked for, it takes the place of the old one', async ({
  page,
  site,
}) => {
  const done = page.getByText('The model is kept in this browser');
  await page.goto(downloadAddress(site, hub.url));
  await page.getByRole('button', { name: /^Download \(/ }).click();
  await expect(done).toBeVisible();

  const altered = files[GRAPH]!.slice();
  altered[altered.length - 9]! ^= 1;
  const { revisions } = hub.models[ID]!;
  hub.models[ID] = { revisions: { ...revisions, c2: { ...files, [GRAPH]: altered } }, main: 'c2' };
  hub.asked.length = 0;
  await page.reload();
  await expect(page.getByText(/version c1, which you have, has been followed by c2/)).toBeVisible();
  await expect(page.getByText('Nothing changes unless you ask')).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Download|Go on)/ })).toHaveCount(0);
  expect(hub.asked.filter(({ path }) => path.startsWith('/cdn'))).toEqual([]);

  await page.getByRole('button', { name: 'Look at the new version' }).click();
  await expect(page.getByText(/This is the new version, c2/)).toBeVisible();
  expect(hub.asked.filter(({ path }) => path.startsWith('/cdn'))).toEqual([]);
  await page.getByRole('button', { name: /^(Download|Go on) \(/ }).click();
  await expect(done).toBeVisible();
  const fetched = hub.asked.filter(({ path }) => path.startsWith('/cdn'));
  expect(fetched.map(({ path }) => path)).toEqual([`/cdn/${ID}|c2|${GRAPH}`]); // what stayed the same is kept
});

test('other bytes under the same commit: refused, thrown away, said', async ({ page, site }) => {
  hub.fault = ({ path }) => (/cdn.*model\.onnx/.test(path) ? { kind: 'altered' } : null);
  await page.goto(downloadAddress(site, hub.url));
  await page.getByRole('button', { name: /^Download \(/ }).click();
  await expect(page.getByRole('alert').getByText(/thrown away/)).toBeVisible();
  expect(Object.keys(await keptModels(page))).not.toContain(`${GRAPH}~0`);
  await page.goto(`${site.url}#/models`);
  await expect(page.getByRole('link', { name: 'Go on with random' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use random' })).toHaveCount(0);
});

test('a lost network: it says so, waits, and goes on by itself where it was', async ({
  page,
  site,
  context,
}) => {
  hub.fault = ({ path }, count) =>
    /cdn.*model\.onnx/.test(path) && count === 0
      ? { kind: 'slow', partBytes: 30_000, pauseMs: 400 }
      : null;
  await page.goto(downloadAddress(site, hub.url));
  await page.getByRole('button', { name: /^Download \(/ }).click();
  const graph = () => hub.asked.filter(({ path }) => /cdn.*model\.onnx/.test(path));
  await expect.poll(() => graph().length).toBe(1);
  await page.waitForTimeout(900);
  await context.setOffline(true);
  hub.drop();
  await expect(page.getByText('The connection was lost. Trying again by itself')).toBeVisible();
  expect(graph()).toHaveLength(1);
  await context.setOffline(false);
  await expect(page.getByText('The model is kept in this browser')).toBeVisible();
  expect(
    graph()
      .slice(1)
      .map(({ range }) => range),
  ).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
  expect((await keptModels(page))[`${GRAPH}~0`]).toBe(files[GRAPH]!.length);
});

test('“Go on” on the models page goes on with the weights that were begun', async ({
  page,
  site,
  context,
}) => {
  hub.fault = ({ path }) =>
    /cdn.*model_q4\.onnx/.test(path) ? { kind: 'slow', partBytes: 20_000, pauseMs: 300 } : null;
  await page.goto(downloadAddress(site, hub.url, 'q4'));
  await page.getByRole('button', { name: /^Download \(/ }).click();
  await expect.poll(() => hub.asked.some(({ path }) => /model_q4/.test(path))).toBe(true);
  await page.waitForTimeout(700);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect
    .poll(async () => (await keptModels(page))['onnx/model_q4.onnx~0'] ?? 0)
    .toBeGreaterThan(0);
  await page.goto(`${site.url}#/models`);
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Go on with random' }).click();
  const onward = await opened;
  await expect(onward.getByText(/^q4, \d+ files/)).toBeVisible();
  hub.fault = () => null;
  await onward.getByRole('button', { name: /^Go on \(/ }).click();
  await expect(onward.getByText('The model is kept in this browser')).toBeVisible();
  const paths = hub.asked.map(({ path }) => path).filter((path) => path.startsWith('/cdn'));
  expect(new Set(paths.filter((path) => path.endsWith('.onnx')))).toEqual(
    new Set([`/cdn/${ID}|c1|onnx/model_q4.onnx`]),
  );
  await expect(page.getByRole('button', { name: 'Use random' })).toBeVisible(); // told by the other tab
});
