import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileAltered } from '../src/storage/models/modelErrors.ts';

/** @typedef {import('../src/storage/models/modelStore').FileWriter} FileWriter */
/** @typedef {import('../src/storage/models/plan').RepoFile} RepoFile */

/**
 * A file on disk, `.part` until its hash is right.
 *
 * @param {string} name
 * @param {RepoFile} file
 * @param {(sha256: string) => void} done
 * @returns {Promise<FileWriter>}
 */
export async function openOnDisk(name, file, done) {
  const part = `${name}.part`;
  await mkdir(path.dirname(name), { recursive: true });
  // A whole file of an earlier pull is hashed again, like half a one.
  if (!(await stat(part).catch(() => null))) await rename(name, part).catch(() => {});
  let hash = createHash('sha256');
  let receivedBytes = (await stat(part).catch(() => null))?.size ?? 0;
  const restart = async () => {
    await rm(part, { force: true });
    [hash, receivedBytes] = [createHash('sha256'), 0];
  };
  if (receivedBytes > file.sizeBytes) await restart();
  else if (receivedBytes > 0) for await (const bytes of createReadStream(part)) hash.update(bytes);
  return {
    get receivedBytes() {
      return receivedBytes;
    },
    restart,
    abort: async () => {},
    async write(bytes) {
      if (receivedBytes + bytes.length > file.sizeBytes) {
        await restart();
        throw fileAltered(file.path, `longer than ${file.sizeBytes} bytes`);
      }
      await appendFile(part, bytes);
      hash.update(bytes);
      receivedBytes += bytes.length;
    },
    async close(sha256) {
      const found = hash.digest('hex');
      if (receivedBytes !== file.sizeBytes || (sha256 !== null && found !== sha256)) {
        await restart();
        throw fileAltered(file.path, `${receivedBytes} bytes, SHA-256 ${found}`);
      }
      if (file.sizeBytes === 0) await writeFile(part, '');
      await rename(part, name);
      done(found);
      return found;
    },
  };
}
