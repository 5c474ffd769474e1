import { afterEach, expect, test, vi } from 'vitest';
import { Crc32 } from '../../src/domain/crc32';
import { savePack } from '../../src/features/models/savePack';
import { makePack, writePack } from '../../src/storage/models/exportPack';
import type { ModelStore, StoredModel } from '../../src/storage/models/modelStore';
import { openModelStore } from '../../src/storage/models/openModelStore';
import { readPicked } from '../../src/storage/models/pickedFiles';
import { addFiles } from '../../src/storage/models/sideLoad';
import { zipParts } from '../../src/storage/models/storedZip';
import { fixtures, realEngine, tinyCard } from './engineSetup';

const open: ModelStore[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  for (const store of open.splice(0)) {
    for (const { id } of await store.list()) await store.delete(id);
    store.close();
  }
});

/** The tiny model as the files of a folder that somebody picked. */
async function picked(): Promise<File[]> {
  const paths = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
  return Promise.all(
    paths.map(async (path) => {
      const bytes = await (await fetch(`${fixtures}tiny-model/${path}`)).blob();
      const file = new File([bytes], path.split('/').at(-1) ?? '');
      Object.defineProperty(file, 'webkitRelativePath', { value: `tiny/${path}` });
      return file;
    }),
  );
}

test('a picked folder is kept, packed, taken in again, and its bytes load in the engine', async () => {
  const store = await openModelStore();
  open.push(store);
  const first = await addFiles(store, await picked());
  expect(first).toMatchObject({ id: 'tiny', ready: true, card: { dtype: { wasm: 'fp32' } } });
  // A pack refers to the stored files: it is saved before they go.
  const pack = new File([await (await makePack(store, 'tiny')).arrayBuffer()], 'tiny.zip');
  await store.delete('tiny');
  const again = await addFiles(store, [pack]);
  expect(again.files).toEqual(expect.arrayContaining(first.files));

  const { engine } = realEngine();
  const files = await store.blobs('tiny');
  const loaded = await engine.load(
    { ...(await tinyCard()), ...again.card },
    { device: 'wasm', files },
  );
  expect(loaded).toMatchObject({ device: 'wasm', dtype: 'fp32' });
});

test('a pack streams into a file of the disk', async () => {
  const store = await openModelStore();
  open.push(store);
  await addFiles(store, await picked());
  const top = await navigator.storage.getDirectory();
  const handle = await top.getFileHandle('pack.zip', { create: true });
  const seen: number[] = [];
  await writePack(store, 'tiny', await handle.createWritable(), (done) => seen.push(done));
  await store.delete('tiny');
  expect(seen.at(-1)).toBeGreaterThan(360_000);
  expect(await addFiles(store, [await handle.getFile()])).toMatchObject({ ready: true });
  await top.removeEntry('pack.zip');
});

test('a pack of more than 4 GB is a blob that refers to its files, and is read as Zip64', async () => {
  const part = new Blob([new Uint8Array(8 * 2 ** 20)]);
  const large = new Blob(Array<Blob>(640).fill(part));
  expect(large.size).toBe(5 * 2 ** 30);
  const parts: BlobPart[] = [];
  const entries = [
    { path: 'onnx/model.onnx_data', blob: large },
    { path: 'after.txt', blob: new Blob(['after']) },
  ];
  const crcOf = async (blob: Blob) => {
    if (blob === large) return 0; // five gigabytes of zeros need not be read here
    const crc = new Crc32();
    crc.update(new Uint8Array(await blob.arrayBuffer()));
    return crc.value;
  };
  for await (const each of zipParts(entries, crcOf)) parts.push(each);
  const [first, last] = await readPicked([new File([new Blob(parts)], 'large.zip')]);
  expect(first).toMatchObject({ path: 'onnx/model.onnx_data', sizeBytes: large.size });
  expect(await last!.text()).toBe('after');
});

/** Reads every file of a pack, checksum and all. */
async function expectWhole(pack: File, { files }: StoredModel) {
  const inside = await readPicked([pack]);
  expect(inside.map(({ path }) => path)).toEqual([
    'manifest.json',
    ...files.map(({ path }) => path),
  ]);
  for (const file of inside) await file.text();
}

test('without a way to write to the disk, a pack is saved as a blob', async () => {
  const store = await openModelStore();
  open.push(store);
  const model = await addFiles(store, await picked());
  vi.stubGlobal('showSaveFilePicker', undefined);
  const saved = vi.spyOn(URL, 'createObjectURL');
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
  const stop = new AbortController();
  expect(await savePack(Promise.resolve(store), model, () => {}, stop.signal)).toBe(true);
  const blob = saved.mock.calls[0]![0] as Blob;
  expect(blob.type).toBe('application/zip');
  await expectWhole(new File([blob], 'x.zip'), model);
});

test('with one, the pack streams there; a press on Cancel saves nothing; a stop takes the rest away', async () => {
  const store = await openModelStore();
  open.push(store);
  const model = await addFiles(store, await picked());
  const top = await navigator.storage.getDirectory();
  vi.stubGlobal('showSaveFilePicker', ({ suggestedName }: { suggestedName: string }) =>
    top.getFileHandle(suggestedName, { create: true }),
  );
  const name = 'tiny.whose-boat-model.zip';
  const save = (signal: AbortSignal, onBytes = () => {}) =>
    savePack(Promise.resolve(store), model, onBytes, signal);
  expect(await save(new AbortController().signal)).toBe(true);
  const file = await (await top.getFileHandle(name)).getFile();
  await expectWhole(file, model);
  await top.removeEntry(name);

  const stop = new AbortController();
  await expect(save(stop.signal, () => stop.abort())).rejects.toMatchObject({ name: 'AbortError' });
  await expect(top.getFileHandle(name)).rejects.toMatchObject({ name: 'NotFoundError' });

  vi.stubGlobal('showSaveFilePicker', () =>
    Promise.reject(new DOMException('dismissed', 'AbortError')),
  );
  expect(await save(new AbortController().signal)).toBe(false);
});
