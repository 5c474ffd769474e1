/**
 * Measures the app in headless Chromium: `npm run bench [-- --model dinghy] [--rows 20000] [--out figures.json]`.
 * Times are medians of a few runs on this machine; each stands beside its goal or beside plain Transformers.js.
 * The last line is JSON with all figures.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { buildHarness, openSite } from './harness/open.js';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'dinghy' },
    rows: { type: 'string', default: '20000' },
    out: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const say = (/** @type {string} */ text) => process.stderr.write(`${text} …\n`);

say('Building');
await build({ root, logLevel: 'warn' });
const harness = await openSite(await buildHarness());
const app = await openSite(dist);
try {
  const sizes = measureSizes();
  say('First tailored word');
  const firstWord = await measureFirstWord(3);
  say('Model on one thread, on two, and plain Transformers.js');
  const one = await inHarness((id) => window.harness.measureSpeed(id, 1), values.model);
  const two = await inHarness((id) => window.harness.measureSpeed(id, 2), values.model);
  const plain = await inHarness((id) => window.harness.measurePlain(id, 1), values.model);
  say('Import');
  const importing = await inHarness((rows) => window.harness.measureImport(rows), +values.rows);

  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`;
  const browser = app.browser.version();
  const figures = { machine, browser, firstWord, one, two, plain, importing, sizes };
  console.log(`\n${machine}, Chromium ${browser}, model ${values.model}`);
  console.table(rowsOf(figures));
  if (values.out) writeFileSync(values.out, `${JSON.stringify(figures, null, 1)}\n`);
  console.log(JSON.stringify(figures));
} finally {
  await harness.close();
  await app.close();
}

/**
 * Runs one function of the harness in a page of its own.
 *
 * @template Argument, Result
 * @param {(argument: Argument) => Promise<Result>} job
 * @param {Argument} argument
 */
async function inHarness(job, argument) {
  const page = await harness.browser.newPage();
  await page.goto(`${harness.url}scripts/harness/index.html`);
  // Playwright sends the function's text to the page, where it runs.
  const result = /** @type {Result} */ (
    await page.evaluate(/** @type {any} */ (job), /** @type {any} */ (argument))
  );
  await page.close();
  return result;
}

/**
 * Milliseconds from the first navigation to the first word of a tailored answer on the built page:
 * cold is a browser that never saw the app, warm its second visit.
 *
 * @param {number} runs
 */
async function measureFirstWord(runs) {
  const cold = [];
  const warm = [];
  for (let run = 0; run < runs; run++) {
    const context = await app.browser.newContext();
    cold.push(await firstWord(context));
    const page = await context.newPage();
    await page.goto(app.url);
    await page.getByText('Kept on this machine').waitFor();
    await page.close();
    warm.push(await firstWord(context));
    await context.close();
  }
  return { coldMs: medianOf(cold), warmMs: medianOf(warm) };
}

/** @param {import('@playwright/test').BrowserContext} context */
async function firstWord(context) {
  const page = await context.newPage();
  await page.goto(`${app.url}#/tailor`, { waitUntil: 'commit' });
  await page
    .getByLabel('The persona in words')
    .fill('The user is busy and prefers short answers without lists.');
  await page.getByLabel('What do they ask?').fill('How do I sleep better?');
  await page.getByRole('button', { name: 'Answer three ways' }).click();
  const seen = await page
    .waitForFunction(
      () => document.querySelector('article[aria-label="This boat"] .reading') && performance.now(),
      null,
      { polling: 'raf', timeout: 15_000 },
    )
    .catch(() => null); // a model that understands nothing of the persona does not answer
  const ms = seen ? Number(await seen.jsonValue()) : NaN;
  await page.close();
  return ms;
}

/** Bytes after gzip (level 9), by what they are for. */
function measureSizes() {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => path.relative(dist, file));
  const gzipped = (/** @type {(file: string) => boolean} */ wanted) =>
    files
      .filter(wanted)
      .reduce(
        (sum, file) => sum + gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length,
        0,
      );
  const unix = (/** @type {string} */ file) => file.split(path.sep).join('/');
  const built = new Set(files.map(unix));
  const first = followFrom('index.html', /(?:src|href)="\.\/(assets\/[^"]+)"/g);
  const pages = [...first];
  // Workers are named inside `new URL(…)`: they are not part of the pages.
  const script = /(?<!new URL\()["'`](?:\.\/|assets\/)([\w.-]+\.(?:js|css))["'`]/g;
  for (const file of pages) {
    for (const name of followFrom(file, script).map((next) => `assets/${next}`)) {
      if (built.has(name) && !pages.includes(name)) pages.push(name);
    }
  }
  const kept = JSON.parse(readFileSync(path.join(dist, 'precache.json'), 'utf8')).files;
  const keptUrls = new Set(kept.map((/** @type {{ url: string }} */ { url }) => url));
  const isPage = (/** @type {string} */ file) =>
    file === 'index.html' || pages.includes(unix(file));
  return {
    /** What the start page needs, and what all pages need together. */
    firstPageGzip: gzipped((file) => file === 'index.html' || first.includes(unix(file))),
    allPagesGzip: gzipped(isPage),
    workersGzip: gzipped((file) => /^assets.*\.js$/.test(unix(file)) && !isPage(file)),
    runtimeGzip: gzipped((file) => /ort-.*(mjs|wasm)$/.test(file) && keptUrls.has(file)),
    gpuRuntimeGzip: gzipped((file) => /ort-.*(mjs|wasm)$/.test(file) && !keptUrls.has(file)),
    modelGzip: gzipped(
      (file) => file.startsWith(`models${path.sep}${values.model}`) && keptUrls.has(file),
    ),
    modelBytes: files
      .filter((file) => file.startsWith(`models${path.sep}${values.model}`) && keptUrls.has(file))
      .reduce((sum, file) => sum + statSync(path.join(dist, file)).size, 0),
  };
}

/**
 * Names that a built file mentions.
 *
 * @param {string} file below dist/
 * @param {RegExp} mention its first group is the name
 */
function followFrom(file, mention) {
  const text = readFileSync(path.join(dist, file), 'utf8');
  return Array.from(text.matchAll(mention), ([, name]) => name ?? '');
}

/**
 * The table for people.
 *
 * @param {any} figures
 */
function rowsOf({ firstWord, one, two, plain, importing, sizes }) {
  const ms = (/** @type {number} */ value) =>
    Number.isFinite(value) ? `${Math.round(value)} ms` : 'no answer';
  const rate = (/** @type {number} */ value) => `${Math.round(value).toLocaleString('en')} /s`;
  const kb = (/** @type {number} */ value) => `${(value / 1000).toFixed(0)} kB`;
  const row = (/** @type {string} */ figure, /** @type {string} */ beside) => ({ figure, beside });
  return {
    'first visit to first tailored word': row(ms(firstWord.coldMs), 'goal < 3,000 ms'),
    'second visit to first tailored word': row(ms(firstWord.warmMs), 'goal < 1,000 ms'),
    'model ready, 1 thread': row(ms(one.loadMs), `plain ${ms(plain.loadMs)}`),
    'prefill tokens, 1 thread': row(
      rate(one.prefillTokensPerS),
      `plain ${rate(plain.prefillTokensPerS)}`,
    ),
    'decode tokens, 1 thread': row(
      rate(one.decodeTokensPerS),
      `plain ${rate(plain.decodeTokensPerS)}`,
    ),
    'prefill tokens, 2 threads': row(
      rate(two.prefillTokensPerS),
      `1 thread ${rate(one.prefillTokensPerS)}`,
    ),
    'decode tokens, 2 threads': row(
      rate(two.decodeTokensPerS),
      `1 thread ${rate(one.decodeTokensPerS)}`,
    ),
    'infer + check one pair, 1 thread': row(
      ms(one.inferAndCheckPairMs),
      `plain, infer alone ${ms(plain.inferSideMs * 2)}`,
    ),
    'infer + check one pair, 2 threads': row(ms(two.inferAndCheckPairMs), ''),
    'tailored answer, 1 thread': row(
      ms(one.tailoredAnswerMs),
      `first word ${ms(one.tailoredFirstWordMs)}`,
    ),
    'import rows read': row(rate(importing.parseRowsPerS), 'goal 20,000 /s'),
    'import rows written': row(rate(importing.writeRowsPerS), ''),
    'start page, gzip': row(kb(sizes.firstPageGzip), 'goal ≤ 120 kB'),
    'all pages, gzip': row(kb(sizes.allPagesGzip), ''),
    'workers, gzip': row(kb(sizes.workersGzip), ''),
    'runtime, gzip': row(
      kb(sizes.runtimeGzip),
      `for a GPU, on demand: ${kb(sizes.gpuRuntimeGzip)}`,
    ),
    'model, gzip': row(kb(sizes.modelGzip), `${kb(sizes.modelBytes)} as it is; limit 12,000 kB`),
  };
}

/** @param {number[]} values */
function medianOf(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
