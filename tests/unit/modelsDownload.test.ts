import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/random';
import { downloadModel } from '../../src/download/hub/downloadModel';
import type { Network } from '../../src/download/hub/network';
import { makeOffer, type Wish } from '../../src/download/hub/offer';
import { hubPlace } from '../../src/download/hub/repository';
import { HUB_ORIGIN } from '../../src/download/policy';
import type { ModelStore } from '../../src/storage/models/modelStore';
import { begunDtype } from '../../src/storage/models/plan';
import { startHub, type Fault, type Hub } from '../hub/hubServer';
import { memoryChunks, memoryModels } from '../hub/memoryModels';
import { tinyFiles } from '../hub/tinyRepository';

const ID = 'tiny/random';
const GRAPH = 'onnx/model.onnx';
const files = tinyFiles();
const size = files[GRAPH]!.length;
let hub: Hub;
beforeEach(async () => {
  hub = await startHub({ [ID]: { revisions: { c1: files }, main: 'c1' } });
});
afterEach(() => hub.stop());

/** Does not wait, but notes for how long it would have. */
function impatient(seed = 1): Network & { waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    fetch: (...args) => fetch(...args),
    wait: async (ms) => void waits.push(ms),
    random: seededRandom(seed),
  };
}
const wish = (changes: Partial<Wish> = {}): Wish => ({
  id: ID,
  device: 'wasm',
  dtype: 'fp32',
  source: { kind: 'mirror', origin: hub.url },
  known: null,
  takeNew: false,
  ...changes,
});
const look = (changes: Partial<Wish> = {}, network: Network = impatient()) =>
  makeOffer(network, hubPlace(hub.url), wish(changes));

async function fetchAll(store: ModelStore, network: Network = impatient(), signal?: AbortSignal) {
  const notes: string[] = [];
  const known = await store.get(ID);
  const { record } = await look({ known }, network);
  const events = { onReceived() {}, onChecking() {}, onNote: (note: string) => notes.push(note) };
  const model = await downloadModel(store, network, hubPlace(hub.url), record, events, signal);
  return { model, notes };
}
const hashOf = async (store: ModelStore, path: string) =>
  createHash('sha256')
    .update(new Uint8Array(await (await store.blob(ID, path)).arrayBuffer()))
    .digest('hex');
const right = (path: string) => createHash('sha256').update(files[path]!).digest('hex');
const onGraph = (fault: (count: number) => Fault | null) => {
  hub.fault = ({ path }, count) =>
    path.startsWith('/cdn') && path.includes('model.onnx') ? fault(count) : null;
};

test('a model is listed in pages, pinned to its commit, fetched through redirects, and ready', async () => {
  const store = memoryModels();
  const { model } = await fetchAll(store);
  expect(model).toMatchObject({ id: ID, revision: 'c1', ready: true });
  expect(model.missing).toEqual(['special_tokens_map.json', 'chat_template.jinja']);
  expect(model.card).toMatchObject({ contextTokens: 512, license: 'apache-2.0' });
  expect(model.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['config.json', GRAPH]),
  );
  for (const { path, sha256 } of model.files) {
    expect(sha256, path).toBe(right(path));
    expect(await hashOf(store, path), path).toBe(right(path));
  }
  const paths = hub.asked.map(({ path }) => path).join('\n');
  expect(paths).not.toMatch(/README|q4|special_tokens|jinja|resolve\/main/);
});

test('downloads cut at 20 seeded places go on to the right hash', async () => {
  const random = seededRandom(20);
  const cuts = Array.from({ length: 20 }, () => 1 + Math.floor(random() * (size / 20)));
  onGraph((count) => (cuts[count] === undefined ? null : { kind: 'cut', afterBytes: cuts[count] }));
  const store = memoryModels();
  const { model } = await fetchAll(store);
  expect(model.ready).toBe(true);
  expect(await hashOf(store, GRAPH)).toBe(right(GRAPH));
  const ranges = hub.asked.filter(({ path }) => path.startsWith('/cdn') && /l.onnx/.test(path));
  expect(ranges.length).toBeGreaterThanOrEqual(20);
  expect(ranges.slice(1).some(({ range }) => range === null)).toBe(false);
});

test.each(Array.from({ length: 20 }, (_, index) => index))(
  'a page closed in the middle goes on in the next one (place %i)',
  async (seed) => {
    const stopAt = Math.floor(seededRandom(100 + seed)() * size);
    const chunks = memoryChunks();
    const store = memoryModels(chunks);
    const stop = new AbortController();
    const events = {
      onChecking() {},
      onNote() {},
      onReceived: (bytes: number) => bytes > stopAt && stop.abort(),
    };
    onGraph(() => ({ kind: 'slow', partBytes: 16_384, pauseMs: 0 }));
    const { record } = await look();
    const place = hubPlace(hub.url);
    await expect(
      downloadModel(store, impatient(), place, record, events, stop.signal),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect((await store.get(ID))?.ready).toBe(false);
    await expect(store.blobs(ID)).rejects.toMatchObject({ code: 'model-not-loaded' });
    const { model } = await fetchAll(store);
    expect(model.ready).toBe(true);
    expect(await hashOf(store, GRAPH)).toBe(right(GRAPH));
  },
);

describe('the server', () => {
  const once = (fault: Fault) => (count: number) => (count === 0 ? fault : null);
  const afterCut =
    (fault: Fault) =>
    (count: number): Fault | null =>
      count === 0 ? { kind: 'cut', afterBytes: 100_000 } : count === 1 ? fault : null;
  test.each<{ name: string; fault: (count: number) => Fault | null; note?: RegExp }>([
    { name: 'is slow', fault: once({ kind: 'slow', partBytes: 50_000, pauseMs: 5 }) },
    { name: 'breaks', fault: once({ kind: 'status', status: 503 }) },
    { name: 'is busy', fault: once({ kind: 'status', status: 429, retryAfter: '7' }) },
    { name: 'sends a damaged file once', fault: once({ kind: 'altered' }), note: /came damaged/ },
    { name: 'sends too much once', fault: once({ kind: 'longer' }), note: /came damaged/ },
    { name: 'knows no ranges', fault: afterCut({ kind: 'no-range' }), note: /starts again/ },
    { name: 'sends another range', fault: afterCut({ kind: 'wrong-range' }) },
    { name: 'hides the range', fault: afterCut({ kind: 'hidden-range' }) },
  ])('$name: the model still arrives whole', async ({ fault, note }) => {
    onGraph(fault);
    const store = memoryModels();
    const network = impatient();
    const { model, notes } = await fetchAll(store, network);
    expect(model.ready).toBe(true);
    expect(await hashOf(store, GRAPH)).toBe(right(GRAPH));
    expect(notes.join()).toMatch(note ?? /^$/);
    if (fault(0)?.kind === 'status' && fault.length)
      expect(network.waits.length).toBeGreaterThan(0);
  });

  test.each<{ name: string; fault: Hub['fault']; code: string; says: RegExp }>([
    {
      name: 'always sends a damaged file',
      fault: ({ path }) => (/cdn.*model\.onnx/.test(path) ? { kind: 'altered' } : null),
      code: 'model-file-altered',
      says: /thrown away/,
    },
    {
      name: 'always sends a damaged small file',
      fault: ({ path }) => (path.endsWith('tokenizer_config.json') ? { kind: 'altered' } : null),
      code: 'model-file-altered',
      says: /tokenizer_config\.json is not the one that belongs.*thrown away/,
    },
    {
      name: 'sends a page instead of the list',
      fault: ({ path }) => (path.startsWith('/api') ? { kind: 'html' } : null),
      code: 'download-failed',
      says: /sent something else/,
    },
    {
      name: 'goes on with the list at another server',
      fault: ({ path }) =>
        path.includes('/tree/') ? { kind: 'list-elsewhere', url: 'http://other.example' } : null,
      code: 'download-failed',
      says: /^localhost:\d+ gives its list.*lies at other\.example, which nobody named/,
    },
    {
      name: 'sends a page instead of weights',
      fault: ({ path }) => (/cdn.*model\.onnx/.test(path) ? { kind: 'html' } : null),
      code: 'download-failed',
      says: /sent something else/,
    },
    {
      name: 'sends a page instead of settings',
      fault: ({ path }) => (path.endsWith('config.json') ? { kind: 'html' } : null),
      code: 'unreadable-file',
      says: /web page/,
    },
    {
      name: 'does not know the model',
      fault: ({ path }) => (path.startsWith('/api') ? { kind: 'status', status: 404 } : null),
      code: 'download-failed',
      says: /no such model/,
    },
    {
      name: 'wants a sign-in',
      fault: ({ path }) => (path.startsWith('/api') ? { kind: 'status', status: 401 } : null),
      code: 'download-failed',
      says: /signed in/,
    },
    {
      name: 'is gone for good',
      fault: ({ path }) => (/cdn.*model\.onnx/.test(path) ? { kind: 'cut', afterBytes: 0 } : null),
      code: 'download-failed',
      says: /press Resume/,
    },
    {
      name: 'lost a file that is needed',
      fault: ({ path }) =>
        path.endsWith('resolve/c1/tokenizer.json') ? { kind: 'status', status: 404 } : null,
      code: 'download-failed',
      says: /did not answer like/,
    },
  ])('$name: a sentence, and nothing is ready', async ({ fault, code, says }) => {
    hub.fault = fault;
    const store = memoryModels();
    await expect(fetchAll(store)).rejects.toMatchObject({
      code,
      userMessage: expect.stringMatching(says),
    });
    expect((await store.get(ID))?.ready ?? false).toBe(false);
  });
});

test('waits grow, are drawn from the seed, and follow the server where it asks', async () => {
  onGraph((count) => (count < 6 ? { kind: 'status', status: 500 } : null));
  const network = impatient(7);
  await fetchAll(memoryModels(), network);
  expect(network.waits).toHaveLength(6);
  network.waits.forEach((ms, index) => {
    expect(ms).toBeLessThanOrEqual(1000 * 2 ** index);
    expect(ms).toBeGreaterThanOrEqual(500 * 2 ** index);
  });
  const again = impatient(7);
  hub.asked.length = 0;
  await fetchAll(memoryModels(), again);
  expect(again.waits).toEqual(network.waits);
  hub.asked.length = 0;
  onGraph((count) => (count < 1 ? { kind: 'status', status: 429, retryAfter: '7' } : null));
  const asked = impatient();
  await fetchAll(memoryModels(), asked);
  expect(asked.waits).toEqual([7000]);
});

test('an optional file that is listed but gone is remembered as missing', async () => {
  hub.fault = ({ path }) =>
    path.endsWith('/generation_config.json') ? { kind: 'status', status: 404 } : null;
  const { model } = await fetchAll(memoryModels());
  expect(model.ready).toBe(true);
  expect(model.missing).toContain('generation_config.json');
});

test('a full disk is said and what came stays', async () => {
  const store = memoryModels(memoryChunks(100_000));
  await expect(fetchAll(store)).rejects.toMatchObject({
    code: 'storage-full',
    userMessage: expect.stringContaining('What came so far is kept'),
  });
});

test('a changed revision is reported and the held one is taken', async () => {
  const store = memoryModels();
  await fetchAll(store);
  const altered = files[GRAPH]!.map((byte, index) => (index === 5000 ? byte ^ 1 : byte));
  const { revisions } = hub.models[ID]!;
  hub.models[ID] = { revisions: { ...revisions, c2: { ...files, [GRAPH]: altered } }, main: 'c2' };
  const known = await store.get(ID);
  const offer = await look({ known });
  expect(offer.change).toEqual({ from: 'c1', to: 'c2', paths: [GRAPH] });
  expect(offer).toMatchObject({ onlyNew: false, record: { revision: 'c1' } });
  const taken = await look({ known, takeNew: true });
  expect(taken).toMatchObject({ onlyNew: false, isNew: true, record: { revision: 'c2' } });
  await downloadModel(store, impatient(), hubPlace(hub.url), taken.record, {
    onReceived() {},
    onChecking() {},
    onNote() {},
  });
  expect(await store.get(ID)).toMatchObject({ revision: 'c2', ready: true });
});

test('a commit that its owner took away is said; only the new one is offered, and only when asked', async () => {
  const store = memoryModels();
  await fetchAll(store);
  hub.models[ID] = { revisions: { c2: files }, main: 'c2' };
  const known = await store.get(ID);
  expect(await look({ known })).toMatchObject({ onlyNew: true, change: { from: 'c1', to: 'c2' } });
  expect(await look({ known, takeNew: true })).toMatchObject({ onlyNew: false, isNew: true });
});

test('other files under the same commit are reported, not taken', async () => {
  const store = memoryModels();
  await fetchAll(store);
  const altered = files[GRAPH]!.map((byte, index) => (index === 5000 ? byte ^ 1 : byte));
  hub.models[ID] = { revisions: { c1: { ...files, [GRAPH]: altered } }, main: 'c1' };
  const offer = await look({ known: await store.get(ID) });
  expect(offer).toMatchObject({ onlyNew: true, change: { paths: [GRAPH] } });
  const known = await store.get(ID);
  expect(await look({ known, takeNew: true })).toMatchObject({ onlyNew: false, isNew: true });
});

test('a small file that came damaged is fetched again, also behind a half', async () => {
  const small = (path: string) => path.endsWith('/tokenizer_config.json');
  hub.fault = ({ path }, count) => (small(path) && count === 0 ? { kind: 'altered' } : null);
  const store = memoryModels();
  const { model, notes } = await fetchAll(store);
  expect(model.ready).toBe(true);
  expect(notes.join()).toMatch(/tokenizer_config\.json came damaged/);
  expect(await hashOf(store, 'tokenizer_config.json')).toBe(right('tokenizer_config.json'));
  hub.asked.length = 0;
  hub.fault = ({ path }, count) =>
    small(path) && count < 2
      ? [{ kind: 'cut' as const, afterBytes: 9 }, { kind: 'altered' as const }][count]!
      : null;
  const other = memoryModels();
  const again = await fetchAll(other);
  expect(again.notes.join()).toMatch(/tokenizer_config\.json came damaged/);
  expect(await hashOf(other, 'tokenizer_config.json')).toBe(right('tokenizer_config.json'));
});

test('another small file of the same length under the same commit is reported, and fetched when asked for', async () => {
  const store = memoryModels();
  await fetchAll(store);
  const path = 'tokenizer_config.json';
  const text = new TextDecoder().decode(files[path]);
  const changed = new TextEncoder().encode(text.replace('e', 'E'));
  hub.models[ID] = { revisions: { c1: { ...files, [path]: changed } }, main: 'c1' };
  const known = await store.get(ID);
  expect(await look({ known })).toMatchObject({ onlyNew: true, change: { paths: [path] } });
  const { record } = await look({ known, takeNew: true });
  const events = { onReceived() {}, onChecking() {}, onNote() {} };
  await downloadModel(store, impatient(), hubPlace(hub.url), record, events);
  expect(await hashOf(store, path)).toBe(createHash('sha256').update(changed).digest('hex'));
});

test('half a small file of a version that knew no ids of git is checked by them now', async () => {
  const store = memoryModels();
  const { record } = await look();
  const old = record.files.map(({ gitSha1: _gitSha1, ...file }) => file);
  await store.begin({ ...record, files: old });
  const writer = await store.writer(ID, 'tokenizer_config.json');
  await writer.write(new TextEncoder().encode('damaged'));
  await writer.abort();
  const { notes } = await fetchAll(store);
  expect(notes.join()).toMatch(/tokenizer_config\.json came damaged/);
  expect(await hashOf(store, 'tokenizer_config.json')).toBe(right('tokenizer_config.json'));
});

test('a half-finished download goes on with the weights that were begun', async () => {
  const store = memoryModels();
  const { model } = await fetchAll(store);
  expect(begunDtype(model.files)).toBe('fp32');
  const q4 = await look({ known: model, dtype: 'q4' });
  const stop = new AbortController();
  const onReceived = (bytes: number) => bytes > size + 200_000 && stop.abort();
  const events = { onReceived, onChecking() {}, onNote() {} };
  const half = downloadModel(store, impatient(), hubPlace(hub.url), q4.record, events, stop.signal);
  await expect(half).rejects.toMatchObject({ name: 'AbortError' });
  const known = await store.get(ID);
  expect(begunDtype(known!.files)).toBe('q4');
  const onward = await look({ known, dtype: begunDtype(known!.files), device: 'webgpu' });
  expect(onward.wanted).toEqual(q4.wanted);
  expect(onward.record.files.map(({ path }) => path)).toContain(GRAPH); // what was whole stays
  expect(begunDtype([])).toBeNull();
});

test('a place that never answers is said after a few attempts', async () => {
  hub.fault = () => ({ kind: 'status', status: 503 });
  const network = impatient();
  await expect(look({}, network)).rejects.toMatchObject({
    userMessage: expect.stringMatching(/no answer from localhost:\d+.*CORS/),
  });
  expect(network.waits).toHaveLength(4);
});

test('a place that passes requests on elsewhere is said at once, with what to do', async () => {
  const network: Network = {
    ...impatient(),
    fetch: () => Promise.reject(new TypeError('Failed to fetch')),
    passedOn: async (url) => url.startsWith(hub.url),
  };
  await expect(look({}, network)).rejects.toMatchObject({
    userMessage: expect.stringMatching(/passes the download on.*enter that one/),
  });
  const onHub: Network = { ...network, passedOn: async () => true };
  await expect(makeOffer(onHub, hubPlace(HUB_ORIGIN), wish())).rejects.toMatchObject({
    userMessage: expect.stringMatching(/^huggingface\.co passes.*Save the files yourself/),
  });
});

test.each([
  { dtype: 'int8' as const, says: /There are: q4, fp32/ },
  { dtype: 'q4f16' as const, says: /do not exist/ },
])('weights that are not there ($dtype) are named', async ({ dtype, says }) => {
  await expect(look({ dtype })).rejects.toMatchObject({
    code: 'model-load-failed',
    userMessage: expect.stringMatching(says),
  });
});

test('a list of files that does not end is refused, not cut', async () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`extra/${i}`, new Uint8Array(1)]));
  hub.models[ID] = { revisions: { c1: { ...many(61), ...files } }, main: 'c1' };
  await expect(look()).rejects.toMatchObject({
    code: 'download-failed',
    userMessage: expect.stringMatching(/has more than 60.*cut short is not used/),
  });
  hub.models[ID] = { revisions: { c1: { ...many(20), ...files } }, main: 'c1' };
  expect((await look()).dtype).toBe('fp32');
});

test('external data belong to the plan, and a config that wants more of them is refused', async () => {
  const config = JSON.parse(new TextDecoder().decode(files['config.json']));
  config['transformers.js_config'] = { use_external_data_format: { 'model.onnx': 2 } };
  const withConfig = { ...files, 'config.json': new TextEncoder().encode(JSON.stringify(config)) };
  const data = new Uint8Array(10);
  const one = { ...withConfig, [`${GRAPH}_data`]: data };
  hub.models[ID] = { revisions: { c1: one }, main: 'c1' };
  await expect(look()).rejects.toMatchObject({ userMessage: expect.stringMatching(/is missing/) });
  hub.models[ID] = { revisions: { c1: { ...one, [`${GRAPH}_data_1`]: data } }, main: 'c1' };
  const { record } = await look();
  expect(record.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining([GRAPH, `${GRAPH}_data`, `${GRAPH}_data_1`]),
  );
});
