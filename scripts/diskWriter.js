import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FileHash } from '../src/storage/models/fileHash.ts';
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
  let hash = new FileHash(file, sha256OfNode());
  let receivedBytes = (await stat(part).catch(() => null))?.size ?? 0;
  const restart = async () => {
    await rm(part, { force: true });
    [hash, receivedBytes] = [new FileHash(file, sha256OfNode()), 0];
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
      const came = hash.finish(sha256);
      if (receivedBytes !== file.sizeBytes || !came.right) {
        await restart();
        throw fileAltered(file.path, `${receivedBytes} bytes, ${came.found}`);
      }
      if (file.sizeBytes === 0) await writeFile(part, '');
      await rename(part, name);
      done(came.sha256);
      return came.sha256;
    },
  };
}

/** An order of magnitude faster than the one for browsers. */
function sha256OfNode() {
  const hash = createHash('sha256');
  return {
    update: (/** @type {Uint8Array} */ bytes) => hash.update(bytes),
    hex: () => hash.digest('hex'),
  };
}
