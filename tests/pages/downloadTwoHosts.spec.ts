import type { Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { startHub, type Hub } from '../hub/hubServer';
import { tinyFiles } from '../hub/tinyRepository';
import { enterMirror, ID, keptModels } from './downloads';
import { expect, test, whenKept } from './fixtures';

const files = tinyFiles();
/** A name that no machine has: only the tripwire would hear of it. */
const NOBODY = 'https://third.invalid';
const hubs: Hub[] = [];
// The policy of the page is broken here on purpose; whatever reaches the tripwire still fails the test.
test.use({ provoked: ['third.invalid'] });
test.afterEach(() => Promise.all(hubs.splice(0).map((hub) => hub.stop())));

const startOne = async () => {
  const hub = await startHub({ [ID]: { revisions: { c1: files }, main: 'c1' } });
  hubs.push(hub);
  return hub;
};
const weights = ({ path }: { path: string }) => path.startsWith('/cdn');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a person does on the models page; gives the tab that downloads. */
async function enter(page: Page, url: string, mirror: string, second: string): Promise<Page> {
  const link = await enterMirror(page, { url }, { url: mirror }, { url: second });
  const opened = page.waitForEvent('popup');
  await link.click();
  return opened;
}

/** Path and hash of the stored weights, put together from their chunks by the page. */
async function keptGraph(page: Page): Promise<{ path: string; hash: string }> {
  const name = Object.keys(await keptModels(page)).find((name) => name.includes('.onnx~'));
  const path = name!.split('~')[0]!;
  const hash = await page.evaluate(async (wanted) => {
    const top = await navigator.storage.getDirectory();
    const models = await top.getDirectoryHandle('whose-boat-models');
    const chunks: [number, File][] = [];
    for await (const [, folder] of models.entries()) {
      for await (const [name, file] of (folder as FileSystemDirectoryHandle).entries()) {
        const [found, number] = decodeURIComponent(name).split('~');
        if (found !== wanted) continue;
        chunks.push([Number(number), await (file as FileSystemFileHandle).getFile()]);
      }
    }
    const parts = chunks.sort(([a], [b]) => a - b).map(([, file]) => file);
    const digest = await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }, path);
  return { path, hash };
}

for (const controlled of [false, true]) {
  test(`a mirror and its second host are entered, and the download is whole (service worker: ${controlled})`, async ({
    page,
    site,
  }) => {
    if (controlled) {
      await page.goto(site.url);
      await whenKept(page);
    }
    const [mirror, second, third] = [await startOne(), await startOne(), await startOne()];
    mirror.fault = (asked) => (weights(asked) ? { kind: 'elsewhere', url: second.url } : null);
    const tab = await enter(page, site.url, mirror.url, second.url);
    const hosts = [mirror.url, second.url].map((url) => new URL(url).host);
    await expect(tab.getByText(hosts.join(' and '))).toBeVisible();
    await expect(tab.getByText(/can reach those two places and no other/)).toBeVisible();
    expect(await tab.evaluate(() => !!navigator.serviceWorker.controller)).toBe(controlled);
    await tab.getByRole('button', { name: /^Download \(/ }).click();
    await expect(tab.getByText('The model is kept in this browser')).toBeVisible();

    const { path, hash } = await keptGraph(tab);
    expect(hash).toBe(sha256(files[path]!));
    // Lists and small files came from the mirror, large ones from the second host alone.
    expect(second.asked.every(weights)).toBe(true);
    expect(second.asked.map(({ path }) => path)).toContain(`/cdn/${ID}|c1|${path}`);

    const reach = (url: string) =>
      tab.evaluate(
        (address) =>
          fetch(address).then(
            () => 'reached',
            () => 'blocked',
          ),
        url,
      );
    expect(await reach(`${second.url}/x`)).toBe('reached');
    expect(await reach(`${third.url}/x`)).toBe('blocked');
    expect(await reach(NOBODY)).toBe('blocked');
    expect(third.asked).toEqual([]);
  });
}

for (const from of ['mirror', 'second host']) {
  test(`a third host is refused by the policy with a sentence, whoever sends there: the ${from}`, async ({
    page,
    site,
  }) => {
    const [mirror, second, third] = [await startOne(), await startOne(), await startOne()];
    const away = from === 'mirror' ? mirror : second;
    const toSecond: Hub['fault'] = (asked) =>
      weights(asked) ? { kind: 'elsewhere', url: second.url } : null;
    mirror.fault = toSecond;
    for (const url of [third.url, NOBODY]) {
      const usual = away.fault;
      away.fault = (asked, count) =>
        asked.path.endsWith('.onnx') && weights(asked)
          ? { kind: 'elsewhere', url }
          : usual(asked, count);
      const tab = await enter(page, site.url, mirror.url, second.url);
      await tab.getByRole('button', { name: /^(Download|Go on) \(/ }).click();
      const said = tab.getByRole('alert');
      await expect(said).toContainText('passes the download on to another address, one that');
      await expect(said).toContainText('nothing went to that address');
      await expect(said).toContainText('enter that one on the models page');
      expect(Object.keys(await keptModels(tab)).filter((name) => name.includes('.onnx'))).toEqual(
        [],
      );
      await tab.close();
    }
    expect(third.asked).toEqual([]);

    // Both addresses are kept with what came, so that it can go on from the list of models.
    const onward = page.getByRole('link', { name: 'Go on with random' });
    const asked = new URL((await onward.getAttribute('href'))!, site.url).hash;
    expect(Object.fromEntries(new URLSearchParams(asked.slice(1)))).toMatchObject({
      origin: mirror.url,
      files: second.url,
    });
    [mirror.fault, second.fault] = [toSecond, () => null];
    const opened = page.waitForEvent('popup');
    await onward.click();
    const last = await opened;
    await last.getByRole('button', { name: /^(Download|Go on) \(/ }).click();
    await expect(last.getByText('The model is kept in this browser')).toBeVisible();
    const { path, hash } = await keptGraph(last);
    expect(hash).toBe(sha256(files[path]!));
  });
}
