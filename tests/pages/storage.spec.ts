import { expect, test } from './fixtures';

// In a browser of its own: Chromium remembers the room it saw, so other tests of one origin would be in the way.
test.use({ serviceWorkers: 'block' });

/** Rows of a TRL file, each of about `size` characters. */
const rowsOf = (count: number, size: number) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      prompt: `Question ${index} of ${count} about ${size}?`,
      chosen: `Yes ${'and more words '.repeat(size / 15)}`,
      rejected: 'No.',
    }),
  ).join('\n');

test('a full disk is said, and what was there stays', async ({ page, context, site }) => {
  const devtools = await context.newCDPSession(page);
  const { origin } = new URL(site.url);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 4_000_000 });
  await page.goto(`${site.url}#/import`);
  const choose = async (name: string, text: string) => {
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/jsonl', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: /^Import / }).click();
  };

  await choose('small.jsonl', rowsOf(10, 300));
  await expect(page.getByRole('link', { name: 'See them in the library' })).toBeVisible();

  await page.getByRole('button', { name: 'Import another file' }).click();
  await choose('huge.jsonl', rowsOf(400, 60_000));
  await expect(page.getByText('There is no room left')).toBeVisible();

  await page.goto(`${site.url}#/library`);
  await page.reload();
  await expect(page.getByText('Question 3 of 10 about 300?')).toBeVisible();
});
