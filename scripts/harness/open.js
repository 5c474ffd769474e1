import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { chromiumArgs, findChromium } from '../chromium.js';
import { createSite } from '../site.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outDir = fileURLToPath(new URL('../../.cache/harness', import.meta.url));

/** Builds the harness page: the app's own worker and tasks behind functions instead of a user interface. */
export async function buildHarness() {
  await build({
    root,
    mode: 'harness',
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      reportCompressedSize: false,
      rolldownOptions: { input: fileURLToPath(new URL('index.html', import.meta.url)) },
    },
  });
  return outDir;
}

/**
 * Serves a built folder and opens a browser for it.
 *
 * @param {string} folder
 */
export async function openSite(folder) {
  const site = createSite(folder);
  await new Promise((resolve) => site.listen(0, '127.0.0.1', () => resolve(null)));
  const address = site.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Chrome or Chromium is needed; say where: CHROMIUM=/path');
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  return {
    browser,
    url: `http://localhost:${port}/`,
    async close() {
      await browser.close();
      site.close();
      site.closeAllConnections();
    },
  };
}
