import { AppError } from '../../domain/errors';
import type { ModelDtype } from '../../domain/types';
import { buildCard, newRecord } from '../../storage/models/buildCard';
import { readModelConfig } from '../../storage/models/modelConfig';
import { isOther } from '../../storage/models/earlierFiles';
import type { ModelSource, StoredModel } from '../../storage/models/modelStore';
import { planFiles, type RepoFile } from '../../storage/models/plan';
import { request, Retry, withRetries, type Network } from './network';
import { unreached } from './networkErrors';
import { LIST_ATTEMPTS, NotThereError, unreadable, type Place } from './repository';

/** What somebody wants to have. */
export interface Wish {
  id: string;
  device: 'wasm' | 'webgpu';
  /** `null` for the best that is there. */
  dtype: ModelDtype | null;
  source: ModelSource;
  /** What is in this browser under this id. */
  known: StoredModel | null;
  /** Take the newest revision although an older one is known. */
  takeNew: boolean;
  /** Take the best there is also when the weights of this dtype are not; else that is refused. */
  orBest?: boolean;
}

/** What would be fetched: nothing but lists and config.json has come yet. */
export interface Offer {
  /** Ready for `store.begin`. */
  record: StoredModel;
  dtype: ModelDtype;
  /** Paths that this wish needs, and their bytes; the record may hold other weights besides. */
  wanted: string[];
  totalBytes: number;
  /** A newer revision, or other files than those recorded; never taken without being asked. */
  change: { from: string; to: string; paths: string[] } | null;
  /** True when the recorded revision is no longer there: only the new one can be taken. */
  onlyNew: boolean;
  /** True when a model of this id was ready here before. */
  wasReady: boolean;
  /** True when this is the new one, as the person asked. */
  isNew: boolean;
}

/**
 * Looks a model up. The revision that was seen first is held; a change is reported.
 * @throws {AppError} `download-failed`, `model-load-failed`, `unreadable-file`
 */
export async function makeOffer(
  network: Network,
  place: Place,
  wish: Wish,
  signal?: AbortSignal,
): Promise<Offer> {
  const { id, known } = wish;
  const newest = await place.read(network, id, null, signal);
  const old =
    known !== null && !wish.takeNew && known.revision !== newest.revision
      ? await place.read(network, id, known.revision, signal).catch(gone)
      : newest;
  const held = old ?? newest;
  const paths = known ? changedPaths(known, newest.files) : [];
  const isNew = known !== null && known.revision !== newest.revision;
  const change =
    known !== null && (isNew || paths.length > 0)
      ? { from: known.revision, to: newest.revision, paths }
      : null;

  const plan = planFiles(held.files, wish.device, wish.dtype, wish.orBest);
  const config = readModelConfig(
    await readText(network, place.fileUrl(id, held.revision, 'config.json'), signal),
  );
  const externals = plan.files.filter(({ path }) => path.includes('.onnx_data')).length;
  if (externals < config.externalFiles(plan.dtype)) throw incomplete(id, externals);
  const recorded = held.revision === known?.revision ? known.files : [];
  const planned = plan.files.map((file) => {
    const own = recorded.find((each) => each.path === file.path && !isOther(each, file));
    // What the list does not say, the first download recorded.
    return { ...file, sha256: file.sha256 ?? own?.sha256 ?? null };
  });
  const files = [...planned, ...otherWeights(known, held.revision, planned)];
  const card = buildCard({ id, config, files, license: held.license });
  return {
    record: newRecord(card, files, {
      revision: held.revision,
      source: wish.source,
      missing: plan.missing,
    }),
    dtype: plan.dtype,
    wanted: planned.map(({ path }) => path),
    totalBytes: plan.totalBytes,
    change,
    onlyNew:
      known !== null &&
      !wish.takeNew &&
      (old === null || changedPaths(known, held.files).length > 0),
    wasReady: known?.ready ?? false,
    isNew: wish.takeNew && change !== null,
  };
}

/** `null` for a commit that its owner took away. */
function gone(error: unknown): null {
  if (error instanceof NotThereError) return null;
  throw error;
}

/** Weights for another device that are here already stay. */
function otherWeights(
  known: StoredModel | null,
  revision: string,
  planned: readonly RepoFile[],
): RepoFile[] {
  if (known?.revision !== revision) return [];
  return known.files.filter(
    ({ path, complete }) => complete && !planned.some((file) => file.path === path),
  );
}

/** Recorded files whose hash is another one now. */
function changedPaths(known: StoredModel, files: readonly RepoFile[]): string[] {
  return known.files
    .filter((file) => files.some((now) => now.path === file.path && isOther(file, now)))
    .map(({ path }) => path);
}

async function readText(network: Network, url: string, signal?: AbortSignal): Promise<string> {
  const read = async () => {
    const response = await request(network, url, {}, signal);
    if (!response.ok) throw unreadable(url, `status ${response.status}`);
    return response.text().catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new Retry(`${url}: ${String(error)}`);
    });
  };
  const patience = { attempts: LIST_ATTEMPTS, failure: unreached(url) };
  return withRetries(network, read, patience, signal);
}

const incomplete = (id: string, externals: number) =>
  new AppError(
    'model-load-failed',
    `${id}: ${externals} external data files, its config wants more`,
    'A part of the weights is missing at this place, so the model could not run. Choose other weights or another source.',
  );
