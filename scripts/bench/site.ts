import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { chromiumArgs, findChromium } from '../chromium.js';
import { isolationHeaders } from '../headers.js';
import { createSite } from '../site.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** Everything the bench writes. */
export const cache = path.join(root, '.cache/bench');

/**
 * Builds the bench's page and puts the models of the cache beside it, without a copy.
 * @returns the folder, `name` in the cache
 */
export async function buildPage(name: string, modelIds: readonly string[]): Promise<string> {
  const outDir = path.join(cache, name);
  await build({
    root,
    mode: 'bench',
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      reportCompressedSize: false,
      rolldownOptions: { input: fileURLToPath(new URL('page/index.html', import.meta.url)) },
    },
  });
  // The app's policy forbids workers from blobs, which wllama's worker is.
  const html = path.join(outDir, 'scripts/bench/page/index.html');
  const policy = /<meta[^>]*Content-Security-Policy[^>]*>/i;
  writeFileSync(html, readFileSync(html, 'utf8').replace(policy, ''));
  for (const id of modelIds) linkFolder(path.join(cache, id), path.join(outDir, 'models', id));
  return outDir;
}

function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (!existsSync(target)) linkSync(source, target);
  }
}

/** The bench's page behind a server, in a browser; isolated, but without the app's policy: wllama needs blobs. */
export async function openBench(outDir: string) {
  const site = createSite(outDir, { headers: isolationHeaders });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const address = site.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Chrome or Chromium is needed; say where: CHROMIUM=/path');
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  return {
    async page(): Promise<Page> {
      const page = await browser.newPage();
      await page.goto(`http://localhost:${port}/scripts/bench/page/index.html`);
      await page.waitForFunction(() => 'bench' in window);
      return page;
    },
    async close() {
      await browser.close();
      site.close();
      site.closeAllConnections();
    },
  };
}

export type BenchSite = Awaited<ReturnType<typeof openBench>>;
