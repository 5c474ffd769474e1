import { expect, test, whenModelReady } from './fixtures';

test('everything erased in one tab: the other says so and offers a fresh start', async ({
  page,
  site,
  context,
}) => {
  await page.goto(`${site.url}#/compare`);
  await whenModelReady(page);
  const other = await context.newPage();
  await other.goto(`${site.url}#/spaces`);
  await other.getByRole('button', { name: 'Erase all …' }).click();
  await other.getByRole('button', { name: 'Yes, erase everything' }).click();
  await expect(other.getByText('Erased from this browser:')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Everything was erased' })).toBeVisible();
  await expect(page.getByText('This space was deleted')).toHaveCount(0);
  await page.getByRole('button', { name: 'Start afresh' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Somebody would pick');
  await page.goto(`${site.url}#/spaces`);
  await expect(page.getByRole('heading', { name: 'My own space' })).toBeVisible();
});

test('the key R puts a scene back, and Undo is under the next key', async ({ page, site }) => {
  await page.goto(`${site.url}#/spaces`);
  await page.getByRole('button', { name: 'Open Warm or matter-of-fact' }).click();
  await page.goto(`${site.url}#/library`);
  const rows = page.getByRole('main').getByRole('checkbox', { name: /^Tick:/ });
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();
  await rows.first().check();
  await page.getByRole('button', { name: /^Delete/ }).click();
  await expect(rows).toHaveCount(before - 1);
  await page.locator('main').focus();
  await page.keyboard.press('r');
  await expect(page.getByText(/is as it came/)).toBeVisible();
  await expect(rows).toHaveCount(before);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(rows).toHaveCount(before - 1);
});

test('single keys switched off stay off after a reload', async ({ page, site }) => {
  await page.goto(`${site.url}#/spaces`);
  const stage = () => page.locator('html').getAttribute('data-stage');
  await page.locator('main').focus();
  await page.keyboard.press('l');
  expect(await stage()).toBe('on');
  await page.keyboard.press('l');
  await page.getByRole('checkbox', { name: 'Shortcuts of a single key' }).press('Space');
  await page.locator('main').focus();
  await page.keyboard.press('l');
  expect(await stage()).toBe('off');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Type and keys' })).toBeVisible();
  await page.keyboard.press('l');
  expect(await stage()).toBe('off');
  await page.getByRole('checkbox', { name: 'Large type' }).press('Space');
  expect(await stage()).toBe('on');
});

test('what asks twice keeps the focus: the safe answer is under the next key', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}#/spaces`);
  await expect(page.getByRole('button', { name: 'Erase all …' })).toBeVisible();
  await expect(page.locator('body')).toBeFocused(); // nobody was asked yet
  await page.getByRole('button', { name: 'Erase all …' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Keep everything' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Erase all …' })).toBeFocused();
});
