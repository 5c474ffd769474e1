import { AppError } from '../../domain/errors';
import { isSafePath } from '../../storage/models/safePath';
import type { RepoFile } from '../../storage/models/plan';
import { isWebPage, request, Retry, withRetries, type Network } from './network';
import { listElsewhere, longList, unreached } from './networkErrors';

/** A repository at one commit. */
export interface Repository {
  id: string;
  /** The commit: what is fetched later cannot have changed. */
  revision: string;
  /** As its owner states it; empty where nobody did. */
  license: string;
  files: RepoFile[];
}

/** Where a repository is listed and its files lie. */
export interface Place {
  read(
    network: Network,
    id: string,
    revision: string | null,
    signal?: AbortSignal,
  ): Promise<Repository>;
  fileUrl(id: string, revision: string, path: string): string;
}

/** Somebody waits for a list: after about ten seconds without an answer we say so. */
export const LIST_ATTEMPTS = 5;
/** Pages of a list that we follow; a thousand files each. */
const MOST_PAGES = 20;

/** A server with the addresses of huggingface.co: the hub itself, or a mirror. */
export function hubPlace(origin: string): Place {
  const encode = (path: string) => path.split('/').map(encodeURIComponent).join('/');
  return {
    fileUrl: (id, revision, path) =>
      `${origin}/${encode(id)}/resolve/${encodeURIComponent(revision)}/${encode(path)}`,
    async read(network, id, revision, signal) {
      const api = `${origin}/api/models/${encode(id)}`;
      const at = encodeURIComponent(revision ?? 'main');
      const about = record((await readJson(network, `${api}/revision/${at}`, signal)).value);
      const { sha } = about;
      if (typeof sha !== 'string' || sha === '') throw unreadable(api, 'no sha');
      const files: RepoFile[] = [];
      let next: string | null = `${api}/tree/${encodeURIComponent(sha)}?recursive=true`;
      for (let page = 0; next !== null; page++) {
        // A part of a list could lack weights that are there, and nobody would know.
        if (page === MOST_PAGES) throw longList(api, files.length);
        if (new URL(next).origin !== new URL(api).origin) throw listElsewhere(api, next);
        const { value, following }: JsonPage = await readJson(network, next, signal);
        if (!Array.isArray(value)) throw unreadable(next, 'not a list');
        files.push(...value.flatMap(readEntry));
        next = following;
      }
      return { id, revision: sha, license: licenseOf(about), files };
    },
  };
}

interface JsonPage {
  value: unknown;
  /** Address of the next page, as the server says it. */
  following: string | null;
}

/** @throws {AppError} `download-failed`: not there, or a web page instead of data */
export async function readJson(
  network: Network,
  url: string,
  signal?: AbortSignal,
): Promise<JsonPage> {
  const read = async (): Promise<JsonPage> => {
    const response = await request(network, url, { accept: 'application/json' }, signal);
    if (response.status === 404) throw new NotThereError(url);
    if (!response.ok || isWebPage(response)) throw unreadable(url, `status ${response.status}`);
    const text = await response.text().catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new Retry(`${url}: ${String(error)}`);
    });
    try {
      return { value: JSON.parse(text), following: nextPage(response, url) };
    } catch (error) {
      throw unreadable(url, String(error));
    }
  };
  const patience = { attempts: LIST_ATTEMPTS, failure: unreached(url) };
  return withRetries(network, read, patience, signal);
}

function nextPage(response: Response, url: string): string | null {
  const [, next] = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '') ?? [];
  if (next === undefined) return null;
  return new URL(next, url).href;
}

/** Files only, and only those whose names are sane: the rest cannot be part of a model. */
function readEntry(value: unknown): RepoFile[] {
  const { type, path, size, lfs, oid: gitId } = record(value);
  if (type !== 'file' || typeof path !== 'string' || !isSafePath(path)) return [];
  const { oid, size: lfsSize } = record(lfs);
  const sizeBytes = typeof lfsSize === 'number' ? lfsSize : size;
  if (typeof sizeBytes !== 'number' || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0) return [];
  // Of a large file git keeps a note with its SHA-256; of a small one the bytes, under their own id.
  const sha256 = /^[0-9a-f]{64}$/.exec(String(oid).replace(/^sha256:/, ''))?.[0] ?? null;
  const own = !lfs && typeof gitId === 'string' && /^[0-9a-f]{40}$/.test(gitId);
  return [{ path, sizeBytes, sha256, ...(own ? { gitSha1: gitId } : {}) }];
}

function licenseOf(about: Record<string, unknown>): string {
  const { license, license_name: name } = record(about.cardData);
  const said = license === 'other' && typeof name === 'string' ? name : license;
  return typeof said === 'string' ? said : '';
}

const record = (value: unknown): Record<string, unknown> =>
  // Any object can be read by name; the values stay unknown.
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The server answered, but not with what was asked for. */
export const unreadable = (url: string, why: string) =>
  new AppError(
    'download-failed',
    `${url}: ${why}`,
    'The server did not answer like a place for models: it sent something else. Check the address, or choose another source.',
  );

/** The place knows no such model, or no such commit of it. */
export class NotThereError extends AppError {
  constructor(url: string) {
    const told = 'There is no such model at this place. Check the name and the address.';
    super('download-failed', `${url}: status 404`, told);
  }
}
