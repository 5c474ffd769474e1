/**
 * Records one round of the app with the embedded model for the first page:
 *
 *   npm run record [-- --prompt "…"] [--question "…"] [--seed 1]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildHarness, openSite } from './harness/open.js';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'dinghy' },
    prompt: { type: 'string', default: 'How can I stay asleep through the whole night?' },
    question: { type: 'string', default: 'How do I bake good bread at home?' },
    seed: { type: 'string', default: '1' },
  },
});

const site = await openSite(await buildHarness());
try {
  const page = await site.browser.newPage();
  await page.goto(`${site.url}scripts/harness/index.html`);
  const { model, prompt, question, seed } = values;
  const recording = await page.evaluate(
    (asked) => window.harness.record(asked.model, asked.prompt, asked.question, asked.seed),
    { model, prompt, question, seed: Number(seed) },
  );
  const recordedOn = new Date().toISOString().slice(0, 10);
  const text = `${JSON.stringify({ recordedOn, ...recording }, null, 2)}\n`;
  writeFileSync(new URL('../src/features/home/recorded.json', import.meta.url), text);
  console.log(text);
} finally {
  await site.close();
}
