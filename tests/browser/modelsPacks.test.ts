import { afterEach, expect, test } from 'vitest';
import { makePack, writePack } from '../../src/storage/models/exportPack';
import type { ModelStore } from '../../src/storage/models/modelStore';
import { openModelStore } from '../../src/storage/models/openModelStore';
import { addFiles } from '../../src/storage/models/sideLoad';
import { fixtures, realEngine, tinyCard } from './engineSetup';

const open: ModelStore[] = [];
afterEach(async () => {
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
  const pack = new File([await makePack(store, 'tiny')], 'tiny.zip');
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
