/**
 * Fills models/ for self-hosting, from the hub or a mirror:
 *   npm run models -- pull owner/name [--dtype q4f16,int8] [--from https://mirror]
 *   npm run models -- list
 * A broken pull goes on where it was; the card is written last, so half a model is never offered.
 */
import { openAsBlob } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { downloadFile } from '../src/download/hub/downloadFile.ts';
import { makeOffer } from '../src/download/hub/offer.ts';
import { hubPlace } from '../src/download/hub/repository.ts';
import { HUB_ORIGIN } from '../src/download/policy.ts';
import { sizeText } from '../src/download/words.ts';
import { checkGraphs } from '../src/storage/models/checkGraphs.ts';
import { readMirror } from '../src/storage/models/mirrorAddress.ts';
import { isSafeId } from '../src/storage/models/safePath.ts';
import { openOnDisk } from './diskWriter.js';
import { listModels } from './vite/models.ts';

/** @typedef {import('../src/storage/models/plan').RepoFile} RepoFile */
/** @typedef {import('../src/domain/types').ModelDtype} ModelDtype */

const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {import('../src/download/hub/network').Network} */
const network = {
  fetch: (...args) => fetch(...args),
  random: () => Math.random(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Fetches a model into `<folder>/<id>/` and returns its card.
 *
 * @param {string} id
 * @param {{ dtypes?: (ModelDtype | null)[], from?: string, folder?: string, say?: (line: string) => void }} [options]
 *   `null` among the dtypes is the best one for a processor
 */
export async function pull(id, options = {}) {
  const { dtypes = [null], from = HUB_ORIGIN, folder = path.join(root, 'models') } = options;
  const say = options.say ?? console.log;
  if (!isSafeId(id)) throw new Error(`"${id}" is not the name of a model: owner/name`);
  const { address, problem } = readMirror(from);
  if (problem !== null) throw new Error(problem);
  const place = hubPlace(address);
  const target = path.join(folder, id);
  /** @type {Map<string, RepoFile>} */
  const files = new Map();
  /** @type {import('../src/download/hub/offer').Offer | null} */
  let offer = null;
  for (const dtype of dtypes) {
    const wish = /** @type {const} */ ({ id, device: 'wasm', source: { kind: 'hub' } });
    offer = await makeOffer(network, place, { ...wish, dtype, known: null, takeNew: false });
    for (const file of offer.record.files) files.set(file.path, file);
  }
  if (!offer) throw new Error('nothing was asked for');
  const { revision, card } = offer.record;
  const total = [...files.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  say(
    `${id} at ${revision.slice(0, 12)}: ${files.size} files, ${sizeText(total)}, ${card.license}`,
  );
  await rm(path.join(target, 'card.json'), { force: true });
  /** @type {(RepoFile & { sha256: string })[]} */
  const listed = [];
  for (const file of files.values()) {
    /** @type {string | null} */
    let sha256 = null;
    const found = await downloadFile(network, {
      file,
      url: place.fileUrl(id, revision, file.path),
      onReceived() {},
      onNote: say,
      open: () => openOnDisk(path.join(target, file.path), file, (hash) => (sha256 = hash)),
    });
    if (found === 'missing' || sha256 === null) continue;
    listed.push({ path: file.path, sizeBytes: file.sizeBytes, sha256 });
    say(`  ${file.path}  ${sizeText(file.sizeBytes)}`);
  }
  await checkGraphs(
    {
      // Only the paths and sizes of the files are looked at.
      get: async () => /** @type {any} */ ({ files: listed }),
      blob: (_id, name) => openAsBlob(path.join(target, name)),
    },
    id,
  );
  const roles = listed.map((file) => ({ ...file, role: 'on-demand' }));
  const whole = { ...card, revision, source: from, files: roles };
  await writeFile(path.join(target, 'card.json'), `${JSON.stringify(whole, null, 1)}\n`);
  return whole;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { dtype: { type: 'string' }, from: { type: 'string' } },
  });
  const [verb, id] = positionals;
  if (verb === 'list') return console.log(listModels(root).join('\n'));
  if (verb !== 'pull' || id === undefined) {
    console.error('npm run models -- pull owner/name [--dtype q4f16,int8] [--from https://mirror]');
    process.exitCode = 1;
    return;
  }
  // Names that do not exist are refused by the plan, with those that do.
  const dtypes = /** @type {ModelDtype[] | undefined} */ (values.dtype?.split(','));
  const from = values.from === undefined ? {} : { from: values.from };
  await pull(id, { ...from, ...(dtypes ? { dtypes } : {}) });
  console.log(`\nIt is in models/${id}. Build again (npm start) and it is offered as “this site”.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((/** @type {any} */ error) => {
    console.error(`\n  ${error.userMessage ?? error.message}\n  (${error.message})`);
    process.exitCode = 1;
  });
}
