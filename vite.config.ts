import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from './scripts/chromium.js';
import { devHeaders, isolationHeaders, responseHeaders } from './scripts/headers.js';
import { downloadPolicy } from './scripts/vite/downloadPolicy.ts';
import { chunks, early } from './scripts/vite/early.ts';
import { licenses } from './scripts/vite/licenses.ts';
import { modelFiles } from './scripts/vite/models.ts';
import { metaPolicyTag, precache } from './scripts/vite/offline.ts';

const chromium = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: {
      executablePath: findChromium() ?? '/usr/bin/chromium',
      args: chromiumArgs,
    },
  }),
  instances: [{ browser: 'chromium' as const }],
};

export default defineConfig({
  // Every address is relative to the page: the built folder works on any host, in any sub-path.
  base: './',
  // No page fallback: a missing file is a 404, never a page with status 200.
  appType: 'mpa',
  plugins: [
    svelte({ configFile: false }),
    downloadPolicy(),
    modelFiles(),
    early(),
    metaPolicyTag(), // after it, so that the policy stands first
    licenses(),
    precache(),
  ],
  worker: { format: 'es' },
  // Without this condition Vite would also ship the runtime that the library names by itself (27 MB).
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  optimizeDeps: {
    exclude: ['@huggingface/transformers', 'onnxruntime-web'],
    // Found late, behind an `import()`: a test would be reloaded in the middle of it.
    include: ['@zip.js/zip.js/lib/zip-core-native.js'],
  },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { main: 'index.html', download: 'download.html' },
      checks: { pluginTimings: false },
      output: { codeSplitting: { groups: chunks } },
    },
  },
  // Vitest runs its tests in frames and inline scripts of its own, which the page's policy forbids.
  server: {
    headers: process.env.VITEST ? isolationHeaders : devHeaders,
    watch: { ignored: ['**/models/*/train/**', '**/.cache/**'] },
  },
  preview: { port: 4173, strictPort: true, headers: responseHeaders },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], browser: chromium },
      },
      {
        extends: true,
        test: {
          name: 'model',
          include: ['tests/model/**/*.test.ts'],
          browser: chromium,
          testTimeout: 120_000,
        },
      },
    ],
  },
});
