import { isSafePath } from '../../storage/models/safePath';
import type { RepoFile } from '../../storage/models/plan';
import { readJson, unreadable, type Place } from './repository';

/**
 * The models/ folder of a server of ours: `models/<id>/card.json` lists files with sizes and hashes.
 * There is one version of each model; its revision is the start of the hash of its card.
 */
export function sitePlace(modelsUrl: string): Place {
  return {
    fileUrl: (id, _revision, path) => new URL(`${id}/${encodeURI(path)}`, modelsUrl).href,
    async read(network, id, _revision, signal) {
      const url = new URL(`${id}/card.json`, modelsUrl).href;
      const { value } = await readJson(network, url, signal);
      const { license, files, revision } = record(value);
      if (!Array.isArray(files)) throw unreadable(url, 'no files');
      const listed = files.flatMap(readEntry);
      if (listed.length !== files.length) throw unreadable(url, 'a file without size or hash');
      const weights = listed.find(({ path }) => path.endsWith('.onnx'));
      return {
        id,
        revision: typeof revision === 'string' ? revision : (weights?.sha256 ?? '').slice(0, 12),
        license: typeof license === 'string' ? license : '',
        files: listed,
      };
    },
  };
}

function readEntry(value: unknown): RepoFile[] {
  const { path, sizeBytes, sha256 } = record(value);
  const good =
    typeof path === 'string' &&
    isSafePath(path) &&
    Number.isSafeInteger(sizeBytes) &&
    /^[0-9a-f]{64}$/.test(String(sha256));
  return good ? [{ path, sizeBytes: Number(sizeBytes), sha256: String(sha256) }] : [];
}

const record = (value: unknown): Record<string, unknown> =>
  // Any object can be read by name; the values stay unknown.
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
