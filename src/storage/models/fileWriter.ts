import { bytesOf, CHUNK_BYTES, inOrder, type ChunkStore } from './chunkStore';
import { FileHash } from './fileHash';
import { fileAltered, modelStorageError } from './modelErrors';
import type { FileWriter, StoredFile } from './modelStore';

/** What a writer tells the record of its file. */
export type Note = (
  changes: Partial<Pick<StoredFile, 'receivedBytes' | 'complete' | 'sha256'>>,
) => Promise<void>;

/** Opens a file of a model for writing, after the bytes that are there. These are hashed again. */
export async function openWriter(
  chunks: ChunkStore,
  modelId: string,
  file: StoredFile,
  note: Note,
): Promise<FileWriter> {
  let hash = new FileHash(file);
  let stored = 0;
  let index = 0;
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let waitingBytes = 0;

  async function removeAll() {
    const all = (await chunks.list(modelId)).filter(({ path }) => path === file.path);
    for (const chunk of all) await chunks.remove(chunk);
    [hash, stored, index, waiting, waitingBytes] = [new FileHash(file), 0, 0, [], 0];
    await note({ receivedBytes: 0, complete: false });
  }

  async function flush() {
    if (waitingBytes === 0) return;
    const bytes = new Uint8Array(waitingBytes);
    let at = 0;
    for (const part of waiting) {
      bytes.set(part, at);
      at += part.length;
    }
    await chunks.put(modelId, file.path, index, bytes).catch((error: unknown) => {
      throw modelStorageError(error);
    });
    index += 1;
    stored += waitingBytes;
    [waiting, waitingBytes] = [[], 0];
    await note({ receivedBytes: stored });
  }

  const before = inOrder(await chunks.list(modelId), file.path);
  if (bytesOf(before) > file.sizeBytes) await removeAll();
  else {
    for (const chunk of before) {
      const bytes = await chunks.get(modelId, file.path, chunk.index);
      if (!bytes) break;
      for await (const part of bytes.stream()) hash.update(part);
      stored += bytes.size;
      index += 1;
    }
  }

  return {
    get receivedBytes() {
      return stored + waitingBytes;
    },
    async write(bytes) {
      if (stored + waitingBytes + bytes.length > file.sizeBytes) {
        await removeAll();
        throw fileAltered(file.path, `longer than ${file.sizeBytes} bytes`);
      }
      hash.update(bytes);
      waiting.push(new Uint8Array(bytes)); // a copy: readers reuse their buffers
      waitingBytes += bytes.length;
      if (waitingBytes >= CHUNK_BYTES) await flush();
    },
    restart: removeAll,
    async close(sha256) {
      await flush();
      const came = hash.finish(sha256);
      if (stored === file.sizeBytes && came.right) {
        await note({ complete: true, sha256: came.sha256 });
        return came.sha256;
      }
      const what = `${stored} of ${file.sizeBytes} bytes, ${came.found}`;
      await removeAll();
      throw fileAltered(file.path, what);
    },
    async abort() {
      await flush().catch(() => {}); // on a full disk a little is lost
    },
  };
}
