/** Draws public/icon-*.png from public/icon.svg: `node scripts/icons.js`. Run it after changing the icon. */
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from './chromium.js';

const svg = readFileSync('public/icon.svg', 'utf8');
const executablePath = findChromium() ?? '';
const browser = await chromium.launch({ executablePath, args: chromiumArgs });
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px}</style>${svg}`);
  await page.screenshot({ path: `public/icon-${size}.png`, omitBackground: true });
}
await browser.close();
