import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures';

/** The tiny random model on the local hub. */
export const ID = 'tiny/random';

/** Where `site` downloads it from `source`. */
export const downloadAddress = (site: { url: string }, source: string, dtype = 'fp32') =>
  `${site.url}download.html#${new URLSearchParams({ id: ID, source, dtype })}`;

/** Name → bytes of what the page's own file system holds. */
export const keptModels = (page: Page) =>
  page.evaluate(async () => {
    const found: Record<string, number> = {};
    const top = await navigator.storage.getDirectory();
    const models = await top.getDirectoryHandle('whose-boat-models').catch(() => null);
    for await (const [, folder] of models?.entries() ?? []) {
      for await (const [name, file] of (folder as FileSystemDirectoryHandle).entries()) {
        // A file that is being written is swapped in whole: it may be gone between listing and opening.
        const opened = await (file as FileSystemFileHandle).getFile().catch(() => null);
        if (opened) found[decodeURIComponent(name)] = opened.size;
      }
    }
    return found;
  });

/** Downloads in the tab that a link of the models page opens. */
export async function download(page: Page, press: () => Promise<void>): Promise<void> {
  const opened = page.waitForEvent('popup');
  await press();
  const tab = await opened;
  await tab.getByRole('button', { name: /^(Download|Go on) \(/ }).click();
  await expect(tab.getByText('The model is kept in this browser')).toBeVisible();
  await tab.close();
}

/** Fills in where the tiny model comes from, by hand, on the models page; gives the link that gets it. */
export async function enterMirror(
  page: Page,
  site: { url: string },
  mirror: { url: string },
  second?: { url: string },
): Promise<Locator> {
  await page.goto(`${site.url}#/models`);
  await page.getByRole('radio', { name: 'Another address' }).click();
  await page.getByLabel('Address of the mirror').fill(mirror.url);
  if (second) await page.getByLabel('Where it sends you for large files').fill(second.url);
  await page.getByLabel('Its name on the hub').fill(ID);
  return page.getByRole('link', { name: `Get ${ID}`, exact: true });
}

/** Gets the tiny model from `mirror`, by hand, on the models page. */
export async function getTiny(
  page: Page,
  site: { url: string },
  mirror: { url: string },
): Promise<void> {
  const link = await enterMirror(page, site, mirror);
  await download(page, () => link.click());
}
