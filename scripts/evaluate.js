/**
 * Measures a model on a file, in the page's own worker in headless Chromium:
 *
 *   npm run evaluate -- FILE [--model dinghy] [--limit N] [--threads 1] [--out figures.json]
 *
 * FILE: known-personas.jsonl (the judge on given personas, beside two baselines), or any file that the app
 * imports (both sides of the first 200 pairs are inferred, then checked on other pairs). The last line is JSON with all figures.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildHarness, openSite } from './harness/open.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string', default: 'dinghy' },
    limit: { type: 'string' },
    threads: { type: 'string' },
    out: { type: 'string' },
  },
});
const [file] = positionals;
if (!file || !existsSync(file)) {
  console.error(
    file
      ? `There is no file ${file}.`
      : 'Say which file: npm run evaluate -- FILE [--model ID] [--limit N] [--threads N] [--out F]',
  );
  process.exit(2);
}

const site = await openSite(await buildHarness());
try {
  const page = await site.browser.newPage();
  page.on('console', (message) => {
    const [, phase, done, total] = /^progress (\w+) (\d+) (\d+)/.exec(message.text()) ?? [];
    if (phase && (Number(done) % 20 === 0 || done === total)) {
      process.stderr.write(`\r${phase} ${done} of ${total}   ${done === total ? '\n' : ''}`);
    }
  });
  await page.goto(`${site.url}scripts/harness/index.html`);
  await page.setInputFiles('#file', file);
  const figures = await page.evaluate((options) => window.harness.evaluate(options), {
    modelId: values.model,
    limit: values.limit === undefined ? null : Number(values.limit),
    threads: values.threads === undefined ? null : Number(values.threads),
  });
  const all = { file, ...figures };
  console.log(
    `\n${file}: ${figures.model}, ${figures.device} ${figures.dtype}, ${figures.threads} threads`,
  );
  console.table(rowsOf(figures));
  if (values.out) writeFileSync(values.out, `${JSON.stringify(all, null, 1)}\n`);
  console.log(JSON.stringify(all));
} finally {
  await site.close();
}

/**
 * The table for people.
 *
 * @param {import('./harness/known.ts').KnownFigures | import('./harness/pairs.ts').PairFigures} figures
 */
function rowsOf(figures) {
  if (figures.kind === 'known-personas') {
    return {
      'judge, must decide': share(figures.judge),
      'judge, where sure': share(figures.judgeDecided),
      'longer wins': share(figures.longerWins),
      'keyword + length': share(figures.keywordLength),
    };
  }
  const { other, own, longerWins, shuffled } = figures.check;
  return {
    'other pairs, both sides': share(other.both),
    'other pairs, chosen': share(other.chosen),
    'other pairs, rejected': share(other.rejected),
    'own pair (proves little)': share(own.both),
    'longer wins': share(longerWins.both),
    'shuffled personas (should be .5)': share(shuffled.both),
  };
}

/** @param {import('../src/domain/stats').Share} figures */
function share({ accuracy, interval, n }) {
  const round = (/** @type {number} */ x) => x.toFixed(3);
  return {
    accuracy: accuracy === null ? '–' : round(accuracy),
    interval: interval ? interval.map(round).join(' … ') : '–',
    n,
  };
}
