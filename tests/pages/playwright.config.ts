import { defineConfig } from '@playwright/test';

/** Page tests on the production build: `npm run build && npx playwright test -c tests/pages`. */
export default defineConfig({
  testDir: '..',
  testMatch: ['pages/**/*.spec.ts', 'model/**/*.spec.ts'],
  outputDir: '../../test-results',
  timeout: 90_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    trace: 'off',
    screenshot: 'off',
    viewport: { width: 1280, height: 900 },
    actionTimeout: 30_000,
  },
});
