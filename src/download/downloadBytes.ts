import type { ModelStore, StoredModel } from '../storage/models/modelStore';
import type { Offer } from './hub/offer';

/** Bytes of an offer that an earlier attempt left in this browser. */
export function bytesHere(known: StoredModel | null, { record, wanted }: Offer): number {
  if (known?.revision !== record.revision) return 0;
  return known.files
    .filter(({ path }) => wanted.includes(path))
    .reduce((sum, file) => sum + (file.complete ? file.sizeBytes : file.receivedBytes), 0);
}

/** Of all bytes of a model, those of this offer: other weights that are here already do not count. */
export function offerBytes({ record, totalBytes }: Offer, bytes: number): number {
  const allBytes = record.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return Math.max(0, bytes - (allBytes - totalBytes));
}

/** Deletes what came. A model that was ready before, with other weights, stays as it was. */
export async function undoDownload(
  store: ModelStore,
  known: StoredModel | null,
  { record }: Offer,
): Promise<void> {
  if (!known?.ready) return void (await store.delete(record.id));
  await store.begin(known);
  // It fails when a new revision has replaced its files already; then the rest can be fetched again.
  await store.finish(known.id).catch(() => {});
}
