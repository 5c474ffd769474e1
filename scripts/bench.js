/**
 * Measures the app in headless Chromium, and our engine beside others:
 *
 *   npm run bench [-- --quick] [--threads 1] [--pairs 20] [--model dinghy] [--rows 20000] [--out figures.json]
 *   npm run bench -- --tasks       infer + check with the embedded model alone, in two to three minutes
 *   npm run bench -- --floors      the embedded model in fresh browsers: load, one inference, 60 words; a minute
 *   npm run bench -- --tries       ways to run the 135M shape on WASM, a ratio each
 *
 * All sides run on the same number of threads, take turns, and give medians, so that a busy machine
 * slows all alike. `--quick` leaves out the 135M shape. What is generated goes to .cache/bench.
 * The last line is JSON with all figures.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { countLongTasks, measureFirstWord } from './bench/app.ts';
import { compareSpeed, compareTasks } from './bench/compare.ts';
import { compareFloors, measureFloors } from './bench/floors.ts';
import { makeFewShot, makeSmol } from './bench/models/folders.ts';
import { comparePair } from './bench/pair.ts';
import { buildPage, cache, openBench, root } from './bench/site.ts';
import { measureSizes } from './bench/sizes.ts';
import { appTable, compareTable, floorTable } from './bench/tables.ts';
import { tryAll } from './bench/tries.ts';
import { buildHarness, openSite } from './harness/open.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    tasks: { type: 'boolean', default: false },
    floors: { type: 'boolean', default: false },
    tries: { type: 'boolean', default: false },
    threads: { type: 'string', default: '1' },
    pairs: { type: 'string', default: '20' },
    model: { type: 'string', default: 'dinghy' },
    rows: { type: 'string', default: '20000' },
    out: { type: 'string' },
  },
});
const threads = Number(values.threads);
const dinghy = path.join(root, 'models/dinghy');
const say = (/** @type {string} */ text) => process.stderr.write(`${text} …\n`);
const load = () => loadavg()[0]?.toFixed(1);

const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`;
const loadBefore = load();
console.log(`${new Date().toISOString()}, ${machine}, load ${loadBefore}, ${threads} thread(s)`);
const figures = values.tries
  ? { tries: show(await measureTries()) }
  : await (values.floors ? measureFirst() : measureAll());
const json = JSON.stringify({ machine, threads, loadBefore, loadAfter: load(), ...figures });
if (values.out) writeFileSync(values.out, `${json}\n`);
console.log(json);

/**
 * Prints lines as soon as they are known: a whole run takes a quarter of an hour.
 *
 * @param {import('./bench/line.ts').Line[]} lines
 */
function show(lines) {
  console.table(compareTable(lines));
  return lines;
}

async function measureAll() {
  const app = values.tasks ? null : await measureApp();
  if (app) console.table(appTable(app));
  say('Models of random weights');
  const fewShot = makeFewShot(cache, dinghy);
  const smol = values.quick || values.tasks ? null : makeSmol(cache, dinghy);
  const folder = await buildPage('page', smol === null ? [fewShot] : [fewShot, smol]);
  const site = await openBench(folder);
  const about = (/** @type {string} */ what) => (/** @type {string} */ text) =>
    say(`${what}: ${text}`);
  try {
    const embedded = show(
      await compareTasks(site, fewShot, Number(values.pairs), threads, about('few')),
    );
    if (smol === null) return { app, embedded };
    const pair = show(await comparePair(site, smol, threads));
    const speed = show(await compareSpeed(site, smol, threads, about('135M')));
    const tasks = show(await compareTasks(site, smol, 2, threads, about('135M, infer + check')));
    return { app, embedded, smol: [...speed, ...pair, ...tasks] };
  } finally {
    await site.close();
  }
}

async function measureApp() {
  say('Building');
  const dist = path.join(cache, 'app');
  await build({ root, logLevel: 'warn', build: { outDir: dist, emptyOutDir: true } });
  const harness = await openSite(await buildHarness());
  const app = await openSite(dist);
  try {
    say('First tailored word, long tasks');
    const firstWord = await measureFirstWord(app, 3);
    const longTasks = await countLongTasks(app);
    const page = await harness.browser.newPage();
    await page.goto(`${harness.url}scripts/harness/index.html`);
    const floors = await measureFloors(harness, values.model);
    say('Embedded model on one thread, on two');
    const speed = (/** @type {number} */ count) =>
      page.evaluate(
        ([id, n]) => window.harness.measureSpeed(id, n),
        /** @type {const} */ ([values.model, count]),
      );
    const one = await speed(1);
    const two = await speed(2);
    say('Import');
    const importing = await page.evaluate(
      (rows) => window.harness.measureImport(rows),
      Number(values.rows),
    );
    const sizes = measureSizes(dist, values.model);
    return { firstWord, longTasks, floors, one, two, importing, sizes };
  } finally {
    await harness.close();
    await app.close();
  }
}

async function measureFirst() {
  say('Embedded model in fresh browsers');
  const harness = await openSite(await buildHarness());
  const floors = await measureFloors(harness, values.model).finally(() => harness.close());
  console.table(floorTable(floors));
  const id = makeFewShot(cache, dinghy);
  const site = await openBench(await buildPage('page-floors', [id]));
  const beside = await compareFloors(site, id, threads).finally(() => site.close());
  return { floors, beside: show(beside) };
}

async function measureTries() {
  say('Models of random weights');
  const kinds = /** @type {const} */ (['int8', 'int8-columns', 'q4', 'q4-int8']);
  const ids = kinds.map((weights) => makeSmol(cache, dinghy, weights));
  const site = await openBench(await buildPage('page-tries', ids));
  try {
    return await tryAll(site, ids, say);
  } finally {
    await site.close();
  }
}
