import type { Page } from '@playwright/test';

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
