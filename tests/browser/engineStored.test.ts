import { expect, onTestFinished, test } from 'vitest';
import { ModelState } from '../../src/features/models/modelState.svelte';
import { readStored } from '../../src/features/models/storedSource';
import { makePack } from '../../src/storage/models/exportPack';
import { openModelStore } from '../../src/storage/models/openModelStore';
import { addFiles } from '../../src/storage/models/sideLoad';
import { collect, fixtures, greedy, realEngine, tinyCard } from './engineSetup';

/** A folder in the hub's layout, as a person picks it from a stick. */
async function pickFolder(): Promise<File[]> {
  const paths = {
    'config.json': 'layouts/llama/config.json',
    'generation_config.json': 'tiny-model/generation_config.json',
    'tokenizer.json': 'tiny-model/tokenizer.json',
    'tokenizer_config.json': 'tiny-model/tokenizer_config.json',
    'onnx/model.onnx': 'layouts/llama/onnx/model.onnx',
    'onnx/model.onnx_data': 'layouts/llama/onnx/model.onnx_data',
  };
  return Promise.all(
    Object.entries(paths).map(async ([path, from]) => {
      const file = new File([await (await fetch(fixtures + from)).blob()], path.split('/').at(-1)!);
      Object.defineProperty(file, 'webkitRelativePath', { value: `stick-model/${path}` });
      return file;
    }),
  );
}

const ask = {
  prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Why is the hill?' }] },
  options: greedy,
} as const;

test(
  'a model from a stick is kept, answers like the original, and travels on as a pack',
  { timeout: 60_000 },
  async () => {
    localStorage.clear();
    const store = await openModelStore();
    onTestFinished(() => store.close());
    const added = await addFiles(store, await pickFolder(), () => {});
    expect(added).toMatchObject({ ready: true, source: { kind: 'disk' } });

    const { engine } = realEngine();
    const state = new ModelState(engine, async (id) =>
      id === null ? { card: await tinyCard(), knowledge: null } : readStored(store, id),
    );
    await state.load();
    const expected = await collect(state.model!.engine.generate(ask));
    await state.use(added.id);
    expect(state.error).toBeNull();
    expect(state.model?.card.id).toBe(added.id);
    const answer = await collect(state.model!.engine.generate(ask));
    expect(answer.tokenIds.length).toBeGreaterThan(2);
    expect(answer.tokenIds).toEqual(expected.tokenIds);
    expect((await store.get(added.id))?.lastUsedAt).not.toBeNull();

    // A pack refers to the stored files: it is saved before they go.
    const pack = await (await makePack(store, added.id)).arrayBuffer();
    await store.delete(added.id);
    const again = await addFiles(store, [new File([pack], 'pack.zip')], () => {});
    expect(again.id).toBe(added.id);
    await state.use(again.id);
    expect((await collect(state.model!.engine.generate(ask))).tokenIds).toEqual(answer.tokenIds);
    await store.delete(again.id);
  },
);
