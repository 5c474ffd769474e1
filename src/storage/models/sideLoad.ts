import { AppError } from '../../domain/errors';
import { storageRoom } from '../persistence';
import { buildCard, newRecord } from './buildCard';
import { checkGraphs } from './checkGraphs';
import type { DroppedFile } from './droppedFiles';
import { readModelFolder, type ModelFolder } from './modelFolder';
import { withModelLock } from './modelLock';
import type { ModelStore, StoredModel } from './modelStore';
import { readPicked, type PickedFile } from './pickedFiles';
import { refused } from './sideLoadErrors';

/** Bytes done, of so many. */
export type OnBytes = (doneBytes: number, totalBytes: number) => void;

/**
 * Checks picked or dropped files (a folder, single files, or one zip) and keeps them as one model. When anything
 * is wrong, nothing stays.
 *
 * @throws {AppError} `unreadable-file`, `model-load-failed`, `model-file-altered`, `storage-full`
 */
export async function addFiles(
  store: ModelStore,
  files: readonly (File | DroppedFile)[],
  onBytes: OnBytes = () => {},
  signal?: AbortSignal,
): Promise<StoredModel> {
  return addPicked(store, await readPicked(files), onBytes, signal, nameOf(files));
}

/** The same for files that were looked through already. */
export async function addPicked(
  store: ModelStore,
  picked: readonly PickedFile[],
  onBytes: OnBytes = () => {},
  signal?: AbortSignal,
  name?: string,
): Promise<StoredModel> {
  const folder = await readModelFolder(picked, name);
  const there = await store.get(folder.id);
  if (there?.ready && folder.manifest && there.revision === folder.manifest.revision) return there;
  const id = await freeId(store, folder.id);
  const totalBytes = folder.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const room = await storageRoom();
  if (room && room.quotaBytes - room.usedBytes < totalBytes) throw noRoom(totalBytes);
  return withModelLock(id, () => keep(store, id, folder, onBytes, signal), undefined, signal);
}

async function keep(
  store: ModelStore,
  id: string,
  folder: ModelFolder,
  onBytes: OnBytes,
  signal?: AbortSignal,
): Promise<StoredModel> {
  const { config, manifest, files } = folder;
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const plain = files.map(({ picked: _picked, ...file }) => file);
  const facts = { id, config, files: plain, license: manifest?.license ?? '' };
  const card = buildCard(manifest ? { ...facts, ...wordsOf(manifest) } : facts);
  const record = newRecord(card, plain, {
    revision: manifest?.revision ?? 'disk',
    source: { kind: 'disk' },
    missing: [],
  });
  let doneBytes = 0;
  try {
    await store.begin(record);
    const hashes = new Map<string, string>();
    for (const { path, sha256, picked } of files) {
      const writer = await store.writer(id, path);
      for await (const part of readable(picked, signal)) {
        signal?.throwIfAborted();
        await writer.write(part);
        onBytes((doneBytes += part.length), totalBytes);
      }
      hashes.set(path, await writer.close(sha256));
    }
    await checkGraphs(store, id, signal);
    if (!manifest) {
      const graph = files.find(({ path }) => path.endsWith('.onnx'))?.path ?? '';
      await store.describe(id, card, hashes.get(graph)?.slice(0, 12));
    }
    return await store.finish(id);
  } catch (error) {
    await store.delete(id);
    throw error;
  }
}

/** A zip without a folder inside is called like itself. */
function nameOf([given]: readonly (File | DroppedFile)[]): string | undefined {
  const file = given instanceof File ? given : given?.file;
  return /^(.+?)(\.whose-boat-model)?\.zip$/i.exec(file?.name ?? '')?.[1];
}

const wordsOf = ({ name, summary }: { name: string; summary: string }) => ({
  name: name.slice(0, 80),
  summary: summary.slice(0, 300),
});

async function* readable(file: PickedFile, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* file.stream(signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw refused(file.path, String(error), 'could not be read to its end: it is damaged');
  }
}

/** `name`, or `name-2`, `name-3` … where that is taken. */
async function freeId(store: ModelStore, id: string): Promise<string> {
  const taken = new Set((await store.list()).map((model) => model.id));
  for (let n = 1; ; n++) {
    const free = n === 1 ? id : `${id}-${n}`;
    if (!taken.has(free)) return free;
  }
}

const noRoom = (bytes: number) =>
  new AppError(
    'storage-full',
    `${bytes} bytes do not fit`,
    `This model needs ${Math.ceil(bytes / 1e6)} MB and there is less room than that. Delete another model or free space on this machine, then try again.`,
  );
