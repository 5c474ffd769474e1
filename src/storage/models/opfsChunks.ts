import { chunkNames, MODELS_NAME, readChunkNames, type Chunk, type ChunkStore } from './chunkStore';

/** The page's own file system; `null` where the browser has none that a page can write to. */
export async function openOpfs(): Promise<ChunkStore | null> {
  if (typeof navigator === 'undefined' || !navigator.storage?.getDirectory) return null;
  if (!('createWritable' in FileSystemFileHandle.prototype)) return null; // Safari before 26
  const root = await navigator.storage
    .getDirectory()
    .then((top) => top.getDirectoryHandle(MODELS_NAME, { create: true }))
    .catch(() => null); // Firefox in a private window
  return root && opfsChunks(root);
}

/** Removes the folder of all models; nothing happens where there is none. */
export async function eraseOpfs(): Promise<void> {
  if (typeof navigator === 'undefined' || !navigator.storage?.getDirectory) return;
  const top = await navigator.storage.getDirectory().catch(() => null);
  await top?.removeEntry(MODELS_NAME, { recursive: true }).catch(ignoreMissing);
}

function opfsChunks(root: FileSystemDirectoryHandle): ChunkStore {
  const folderOf = (name: string) => root.getDirectoryHandle(name).catch(ignoreMissing);
  return {
    kind: 'opfs',
    async put(modelId, path, index, bytes) {
      const [folderName, name] = chunkNames(modelId, path, index);
      const folder = await root.getDirectoryHandle(folderName, { create: true });
      const file = await folder.getFileHandle(name, { create: true });
      // What is written appears at `close`, whole.
      const writable = await file.createWritable();
      try {
        await writable.write(bytes);
        await writable.close();
      } catch (error) {
        await writable.abort().catch(() => {});
        await folder.removeEntry(name).catch(() => {});
        throw error;
      }
    },
    async get(modelId, path, index) {
      const [folderName, name] = chunkNames(modelId, path, index);
      const folder = await folderOf(folderName);
      const file = await folder?.getFileHandle(name).catch(ignoreMissing);
      return (await file?.getFile()) ?? null;
    },
    async list(modelId) {
      const chunks: Chunk[] = [];
      for await (const [folderName, folder] of root.entries()) {
        if (folder.kind !== 'directory') continue;
        if (modelId !== undefined && folderName !== chunkNames(modelId, '', 0)[0]) continue;
        // The platform guarantees it: `kind` is 'directory'.
        for await (const [name, handle] of (folder as FileSystemDirectoryHandle).entries()) {
          const key = readChunkNames(folderName, name);
          if (!key || handle.kind !== 'file') continue;
          const file = await (handle as FileSystemFileHandle).getFile().catch(ignoreMissing);
          if (file) chunks.push({ ...key, sizeBytes: file.size });
        }
      }
      return chunks;
    },
    async remove({ modelId, path, index }) {
      const [folderName, name] = chunkNames(modelId, path, index);
      const folder = await folderOf(folderName);
      await folder?.removeEntry(name).catch(ignoreMissing);
      // Goes only when it is empty.
      await root.removeEntry(folderName).catch(() => {});
    },
  };
}

function ignoreMissing(error: unknown): null {
  if (error instanceof DOMException && error.name === 'NotFoundError') return null;
  throw error;
}
