import { afterEach, describe, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { pureSha256 } from '../../src/domain/sha256';
import { eraseEverything } from '../../src/storage/erase';
import { withModelLock } from '../../src/storage/models/modelLock';
import type { ModelStore, StoredModel } from '../../src/storage/models/modelStore';
import { openModelStore } from '../../src/storage/models/openModelStore';
import { fakeCard } from '../fakeEngine';

const MB = 2 ** 20;
const open: ModelStore[] = [];
const opened = async (kind?: ModelStore['kind']) => {
  const store = await openModelStore(kind);
  open.push(store);
  return store;
};
afterEach(async () => {
  for (const store of open.splice(0)) {
    for (const { id } of await store.list().catch(() => [])) await store.delete(id);
    store.close();
  }
});

const bytes = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * seed) & 255);
const small = bytes(1000);
const large = bytes(18 * MB);

function model(id: string, contents: Record<string, Uint8Array>, source?: string): StoredModel {
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    sizeBytes: content.length,
    sha256: pureSha256(content),
  }));
  return {
    id,
    card: { ...fakeCard, id, files: files.map((file) => ({ ...file, role: 'default' })) },
    revision: 'r1',
    source: source === 'disk' ? { kind: 'disk' } : { kind: 'hub' },
    files: files.map((file) => ({ ...file, complete: false, receivedBytes: 0 })),
    missing: [],
    addedAt: 1,
    lastUsedAt: null,
    ready: false,
  };
}

async function fill(store: ModelStore, wanted: StoredModel, contents: Record<string, Uint8Array>) {
  await store.begin(wanted);
  for (const [path, content] of Object.entries(contents)) {
    const writer = await store.writer(wanted.id, path);
    for (let at = writer.receivedBytes; at < content.length; at += MB) {
      await writer.write(content.subarray(at, at + MB));
    }
    await writer.close(pureSha256(content));
  }
  return store.finish(wanted.id);
}

describe.each(['opfs', 'cache', 'indexeddb'] as const)('kept in %s', (kind) => {
  test('a model is whole after finish, listed with its sum, and gone after delete', async () => {
    const store = await opened(kind);
    expect(store.kind).toBe(kind);
    const contents = { 'config.json': small, 'onnx/model.onnx': large };
    const kept = await fill(store, model('owner/name', contents), contents);
    expect(kept.ready).toBe(true);
    const again = await opened(kind);
    const blobs = await again.blobs('owner/name');
    for (const [path, content] of Object.entries(contents)) {
      const read = new Uint8Array(await (blobs.get(path) ?? new Blob()).arrayBuffer());
      expect(pureSha256(read), path).toBe(pureSha256(content));
    }
    const { modelsBytes, estimate } = await again.usage();
    expect(modelsBytes).toBe(small.length + large.length);
    expect(estimate?.usage).toBeGreaterThanOrEqual(modelsBytes * 0.95);
    expect(await again.delete('owner/name')).toEqual({ bytes: modelsBytes });
    expect((await again.usage()).modelsBytes).toBe(0);
    expect(await store.get('owner/name')).toBeNull();
  });

  test('what was aborted goes on where it was, also after the page is gone', async () => {
    const contents = { 'onnx/model.onnx': large };
    const first = await opened(kind);
    await first.begin(model('a', contents));
    const writer = await first.writer('a', 'onnx/model.onnx');
    await writer.write(large.subarray(0, 9 * MB + 17));
    await writer.abort();
    const second = await opened(kind);
    await second.begin(model('a', contents)); // the same again keeps what is there
    const next = await second.writer('a', 'onnx/model.onnx');
    expect(next.receivedBytes).toBe(9 * MB + 17);
    await next.write(large.subarray(next.receivedBytes));
    expect(await next.close(pureSha256(large))).toBe(pureSha256(large));
    expect((await second.finish('a')).ready).toBe(true);
  });

  test('a wrong hash discards the file and the model is never ready', async () => {
    const store = await opened(kind);
    await store.begin(model('bad', { f: small }));
    const writer = await store.writer('bad', 'f');
    await writer.write(bytes(1000, 2).map((byte) => byte ^ 1));
    await expect(writer.close(pureSha256(small))).rejects.toMatchObject({
      code: 'model-file-altered',
      userMessage: expect.stringContaining('thrown away'),
    });
    expect((await store.blob('bad', 'f')).size).toBe(0);
    await expect(store.finish('bad')).rejects.toMatchObject({ code: 'model-file-altered' });
    await expect(store.blobs('bad')).rejects.toMatchObject({ code: 'model-not-loaded' });
  });
});

test('a killed page loses at most one chunk', async () => {
  const first = await opened();
  await first.begin(model('cut', { f: large }));
  const writer = await first.writer('cut', 'f');
  for (let at = 0; at < 17 * MB; at += MB) await writer.write(large.subarray(at, at + MB));
  first.close(); // no abort: as after a crash
  const next = await (await opened()).writer('cut', 'f');
  expect(next.receivedBytes).toBe(16 * MB);
});

test('more bytes than stated are refused', async () => {
  const store = await opened();
  await store.begin(model('long', { f: small }));
  const writer = await store.writer('long', 'f');
  await expect(writer.write(bytes(1001))).rejects.toMatchObject({ code: 'model-file-altered' });
});

test('a new revision keeps the files that stayed the same', async () => {
  const store = await opened();
  const old = { 'config.json': small, 'onnx/model.onnx': bytes(5000) };
  await fill(store, model('m', old), old);
  const contents = { ...old, 'config.json': bytes(900, 3) };
  const begun = await store.begin({ ...model('m', contents), revision: 'r2' });
  expect(begun.files.map(({ path, complete }) => [path, complete])).toEqual([
    ['config.json', false],
    ['onnx/model.onnx', true],
  ]);
  expect(begun.ready).toBe(false);
});

test('sweep removes orphans and half side-loads, and notices lost bytes', async () => {
  const store = await opened();
  const contents = { a: bytes(3000), b: bytes(2000) };
  await fill(store, model('whole', contents), contents);
  await store.begin(model('half', contents, 'disk'));
  const writer = await store.writer('half', 'a');
  await writer.write(bytes(1500));
  await writer.abort();
  const top = await navigator.storage.getDirectory();
  const folder = await top.getDirectoryHandle('whose-boat-models');
  const lost = await folder.getDirectoryHandle('gone', { create: true });
  const file = await (await lost.getFileHandle('x~0', { create: true })).createWritable();
  await file.write(bytes(700));
  await file.close();

  await withModelLock('half', async () => {
    expect(await store.sweep()).toEqual({ files: 1, bytes: 700 });
    expect(await store.get('half')).not.toBeNull(); // another tab works at it
  });
  expect(await store.sweep()).toEqual({ files: 1, bytes: 1500 });
  expect((await store.list()).map(({ id }) => id)).toEqual(['whole']);
  await (await folder.getDirectoryHandle('whole')).removeEntry('b~0');
  await store.sweep();
  expect(await store.get('whole')).toMatchObject({ ready: false });
});

test('a full disk is said, and what came stays for later', async () => {
  const send = (quotaSize?: number) =>
    (cdp() as unknown as { send(m: string, p: object): Promise<unknown> }).send(
      'Storage.overrideQuotaForOrigin',
      { origin: location.origin, ...(quotaSize === undefined ? {} : { quotaSize }) },
    );
  const store = await opened();
  const used = (await navigator.storage.estimate()).usage ?? 0;
  await send(used + 12 * MB);
  await store.begin(model('big', { f: large }));
  const writer = await store.writer('big', 'f');
  const write = async () => {
    for (let at = 0; at < large.length; at += MB) await writer.write(large.subarray(at, at + MB));
  };
  await expect(write()).rejects.toMatchObject({
    code: 'storage-full',
    userMessage: expect.stringContaining('Delete another model'),
  });
  await send();
  expect((await store.writer('big', 'f')).receivedBytes).toBe(8 * MB);
});

test('the second tab waits for the first and hears when it is done', async () => {
  const waited = vi.fn();
  let release = () => {};
  const first = withModelLock(
    'm',
    () => new Promise<string>((done) => (release = () => done('1'))),
  );
  await vi.waitFor(async () => expect((await navigator.locks.query()).held).toHaveLength(1));
  const second = withModelLock('m', () => Promise.resolve('2'), waited);
  await vi.waitFor(() => expect(waited).toHaveBeenCalledTimes(1));
  release();
  expect(await Promise.all([first, second])).toEqual(['1', '2']);
});

test('changes are told to this tab and to others', async () => {
  const [here, there] = [await opened(), await opened()];
  const heard = { here: vi.fn(), there: vi.fn() };
  here.onchange(heard.here);
  there.onchange(heard.there);
  await here.begin(model('m', { f: small }));
  expect(heard.here).toHaveBeenCalled();
  await vi.waitFor(() => expect(heard.there).toHaveBeenCalled());
});

test('erasing everything takes the models along', async () => {
  const store = await opened('opfs');
  await fill(store, model('m', { f: small }), { f: small });
  const receipt = await eraseEverything();
  expect(receipt.databases).toContain('whose-boat-models');
  expect(receipt.problems).toEqual([]);
  expect((await (await openModelStore()).usage()).modelsBytes).toBe(0);
});
