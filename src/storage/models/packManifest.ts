import { pureSha256 } from '../../domain/sha256';
import type { StoredModel } from './modelStore';
import type { RepoFile } from './plan';

/** The first file of a pack: what is in it, with hashes. */
export interface PackManifest {
  type: 'whose-boat-model';
  version: 1;
  id: string;
  revision: string;
  name: string;
  summary: string;
  license: string;
  /** Names of the weights inside. */
  dtypes: string[];
  files: { path: string; sizeBytes: number; sha256: string }[];
}

export const MANIFEST = 'manifest.json';

/** The manifest of a ready model, as text; its last field is the hash of all others. */
export function writeManifest(
  { id, revision, card, files }: StoredModel,
  dtypes: string[],
): string {
  const manifest: PackManifest = {
    type: 'whose-boat-model',
    version: 1,
    id,
    revision,
    name: card.name,
    summary: card.summary,
    license: card.license,
    dtypes,
    files: files.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256: sha256 ?? '' })),
  };
  return JSON.stringify({ ...manifest, digest: digestOf(manifest) }, null, 1);
}

/**
 * Reads a manifest.
 * @returns `null` for a manifest.json of something else
 * @throws {Error} saying what is wrong with it
 */
export function readManifest(text: string): PackManifest | null {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('not an object');
  // Checked field by field below; the digest says that nobody changed it since it was written.
  const { digest, ...manifest } = value as PackManifest & { digest: unknown };
  if (manifest.type !== 'whose-boat-model') return null;
  if (manifest.version !== 1) throw new Error('from a newer version');
  if (digest !== digestOf(manifest)) throw new Error('changed after it was written');
  const texts = [manifest.id, manifest.revision, manifest.name, manifest.summary, manifest.license];
  if (!texts.every((text) => typeof text === 'string')) throw new Error('a text is missing');
  if (!Array.isArray(manifest.files) || !manifest.files.every(isFile)) throw new Error('files');
  if (!Array.isArray(manifest.dtypes)) throw new Error('dtypes');
  return manifest;
}

/** Hashes that a card.json beside the files states: what `npm run models -- pull` leaves. */
export function readCardHashes(text: string): { id: string; files: RepoFile[] } | null {
  try {
    const { id, files } = JSON.parse(text) as Record<string, unknown>;
    const good = typeof id === 'string' && Array.isArray(files) && files.every(isFile);
    return good ? { id, files } : null;
  } catch {
    return null;
  }
}

function isFile(value: unknown): value is PackManifest['files'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { path, sizeBytes, sha256 } = value as Record<string, unknown>;
  return (
    typeof path === 'string' &&
    Number.isSafeInteger(sizeBytes) &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256)
  );
}

const digestOf = (manifest: object) =>
  pureSha256(new TextEncoder().encode(JSON.stringify(manifest)));
