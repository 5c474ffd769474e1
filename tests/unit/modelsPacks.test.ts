import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../src/domain/errors';
import { makePack } from '../../src/storage/models/exportPack';
import type { StoredModel } from '../../src/storage/models/modelStore';
import type { PickedFile } from '../../src/storage/models/pickedFiles';
import { addFiles, addPicked } from '../../src/storage/models/sideLoad';
import { damagedPacks, manifestOf, zipOf, type DamagedPack } from '../hub/damagedPacks';
import { memoryModels } from '../hub/memoryModels';
import { tinyFiles } from '../hub/tinyRepository';

const good = new Map(Object.entries(tinyFiles()).filter(([path]) => !/README|q4/.test(path)));
const picked = (files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>, folder = ''): PickedFile[] =>
  [...files].map(([path, bytes]) => {
    const blob = new Blob([bytes]);
    const text = () => blob.text();
    return { path: folder + path, sizeBytes: blob.size, text, stream: () => blob.stream() };
  });
const changed = (changes: Record<string, string | Uint8Array<ArrayBuffer> | null>) => {
  const files = new Map(good);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) files.delete(path);
    else files.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }
  return files;
};

let model: StoredModel;
let damaged: DamagedPack[];
beforeAll(async () => {
  model = await addPicked(memoryModels(), picked(good));
  model = { ...model, id: 'tiny/random', card: { ...model.card, license: 'apache-2.0' } };
  damaged = await damagedPacks(model, good);
});

test('a folder becomes a model with a card read from its settings', async () => {
  const progress: number[] = [];
  const store = memoryModels();
  const folder = changed({ 'README.md': '# hello', '.DS_Store': 'x', 'Übung.txt': 'x' });
  const kept = await addPicked(store, picked(folder, 'my-model/'), (done) => progress.push(done));
  expect(kept).toMatchObject({
    id: 'my-model',
    ready: true,
    source: { kind: 'disk' },
    revision: 'd0b325b5add8',
    card: {
      promptKind: 'instruct',
      contextTokens: 512,
      dtype: { wasm: 'fp32', webgpu: 'fp32' },
    },
  });
  expect(kept.card.parameters).toBeGreaterThan(70_000);
  expect(kept.files.map(({ path }) => path).sort()).toEqual([...good.keys()].sort());
  expect(kept.files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256 ?? ''))).toBe(true);
  expect(progress.at(-1)).toBe([...good.values()].reduce((sum, { length }) => sum + length, 0));
});

test('single files are put where the hub has them; a zip of a folder is opened', async () => {
  const single = picked(good).map((file) => ({ ...file, path: file.path.replace('onnx/', '') }));
  expect((await addPicked(memoryModels(), single)).ready).toBe(true);
  const inFolder = new Map([...good].map(([path, bytes]) => [`top/${path}`, bytes]));
  const zip = await zipOf(inFolder, null);
  expect(await addFiles(memoryModels(), [zip])).toMatchObject({ id: 'top', ready: true });
  const flat = new File([await zipOf(new Map([...good].reverse()), null)], 'My boat (2).zip');
  expect(await addFiles(memoryModels(), [flat])).toMatchObject({ id: 'My-boat-2' });
});

test('a model goes out as a pack and comes back the same', async () => {
  const store = memoryModels();
  const first = await addPicked(store, picked(good, 'boat/'));
  const pack = new File([await makePack(store, 'boat')], 'boat.zip');
  const other = memoryModels();
  const second = await addFiles(other, [pack]);
  expect(second).toMatchObject({ id: 'boat', revision: first.revision, ready: true });
  expect(second.files.map(({ sha256 }) => sha256).sort()).toEqual(
    first.files.map(({ sha256 }) => sha256).sort(),
  );
  expect((await addFiles(other, [pack])).id).toBe('boat'); // there already
  expect(await other.list()).toHaveLength(1);
  const plain = await addPicked(other, picked(good, 'boat/'));
  expect(plain.id).toBe('boat-2'); // without a list nobody knows that it is the same
});

test('there are fifty damaged packs, and the good one beside them is taken', async () => {
  expect(damaged).toHaveLength(50);
  const pack = await zipOf(good, manifestOf(model, good, ['fp32']));
  expect((await addFiles(memoryModels(), [pack])).ready).toBe(true);
});

test.each(Array.from({ length: 50 }, (_, index) => index))(
  'damaged pack %i is refused with a sentence and nothing stays',
  async (index) => {
    const { name, pack } = damaged[index]!;
    const store = memoryModels();
    const error = await addFiles(store, [pack]).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error, name).toBeInstanceOf(AppError);
    const { code, userMessage } = error as AppError;
    expect(['unreadable-file', 'model-file-altered', 'model-load-failed'], name).toContain(code);
    expect(userMessage, name).toMatch(/\. .*\.$/s);
    expect(await store.list(), name).toEqual([]);
    expect((await store.usage()).modelsBytes, name).toBe(0);
  },
);

describe('a folder is refused', () => {
  const lfs = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 361850\n';
  test.each<{ name: string; changes: Parameters<typeof changed>[0]; says: RegExp }>([
    { name: 'without tokenizer', changes: { 'tokenizer.json': null }, says: /no tokenizer\.json/ },
    { name: 'without weights', changes: { 'onnx/model.onnx': null }, says: /ONNX format/ },
    { name: 'with an empty file', changes: { 'onnx/model.onnx': '' }, says: /is empty/ },
    { name: 'as git leaves it', changes: { 'onnx/model.onnx': lfs }, says: /git lfs pull/ },
    { name: 'with text as weights', changes: { 'onnx/model.onnx': 'hello' }, says: /damaged/ },
    { name: 'with a page as tokenizer', changes: { 'tokenizer.json': '<html>' }, says: /damaged/ },
    {
      name: 'that wants external data',
      changes: {
        'config.json': JSON.stringify({
          model_type: 'llama',
          vocab_size: 287,
          'transformers.js_config': { use_external_data_format: true },
        }),
      },
      says: /second file with weights/,
    },
  ])('$name', async ({ changes, says }) => {
    const store = memoryModels();
    await expect(addPicked(store, picked(changed(changes)))).rejects.toMatchObject({
      userMessage: expect.stringMatching(says),
    });
    expect(await store.list()).toEqual([]);
  });
});

test('stopping in the middle leaves nothing', async () => {
  const stop = new AbortController();
  const store = memoryModels();
  const adding = addPicked(store, picked(good), (done) => done > 9000 && stop.abort(), stop.signal);
  await expect(adding).rejects.toMatchObject({ name: 'AbortError' });
  expect(await store.list()).toEqual([]);
});
