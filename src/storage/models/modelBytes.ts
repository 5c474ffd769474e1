import { bytesOf, inOrder, type ChunkStore } from './chunkStore';

/** Whole files, made of chunks. */
export function modelBytes(chunks: ChunkStore) {
  return {
    /** The file as far as it is there, up to the first hole. Nothing is read yet. */
    async assemble(id: string, path: string): Promise<Blob> {
      const parts: Blob[] = [];
      for (const { index } of inOrder(await chunks.list(id), path)) {
        const part = await chunks.get(id, path, index);
        if (part) parts.push(part);
      }
      return new Blob(parts);
    },
    /** Returns the bytes that were freed. */
    async removeFiles(id: string, goes: (path: string) => boolean): Promise<number> {
      const gone = (await chunks.list(id)).filter(({ path }) => goes(path));
      for (const chunk of gone) await chunks.remove(chunk);
      return bytesOf(gone);
    },
  };
}
