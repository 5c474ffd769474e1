import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What a headless Chromium needs here: no sandbox in containers, and WebGPU through software. */
export const chromiumArgs = ['--no-sandbox', '--enable-unsafe-webgpu'];

/**
 * Where Chromium or Chrome is: `$CHROMIUM`, else a common name on the path.
 *
 * @returns {string | null} `null` where there is none
 */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...places, ...PLACES].find((place) => existsSync(place)) ?? null;
}
