import type { ModelStore, StoredModel } from '../../storage/models/modelStore';
import { checkGraphs } from '../../storage/models/checkGraphs';
import { downloadFile } from './downloadFile';
import type { Network } from './network';
import type { Place } from './repository';

/** What a download tells while it runs. */
export interface DownloadEvents {
  /** Bytes of all files that are there now. */
  onReceived(bytes: number): void;
  /** All bytes are there; they are looked through. */
  onChecking(): void;
  onNote(sentence: string): void;
}

/**
 * Fetches what a record lists and makes the model ready. Stopped or failed, it goes on from there
 * the next time, in this page or another.
 *
 * @throws {AppError} `download-failed`, `model-file-altered`, `storage-full`, `unreadable-file`
 */
export async function downloadModel(
  store: ModelStore,
  network: Network,
  place: Place,
  wanted: StoredModel,
  events: DownloadEvents,
  signal?: AbortSignal,
): Promise<StoredModel> {
  const { id, revision, files } = await store.begin(wanted);
  const received = new Map(
    files.map(({ path, complete, sizeBytes, receivedBytes }) => [
      path,
      complete ? sizeBytes : receivedBytes,
    ]),
  );
  const tell = () => events.onReceived([...received.values()].reduce((sum, n) => sum + n, 0));
  tell();
  for (const file of files) {
    if (file.complete) continue;
    const found = await downloadFile(
      network,
      {
        file,
        url: place.fileUrl(id, revision, file.path),
        open: () => store.writer(id, file.path),
        onNote: events.onNote,
        onReceived(bytes) {
          received.set(file.path, bytes);
          tell();
        },
      },
      signal,
    );
    if (found === 'missing') await store.noteMissing(id, [file.path]);
  }
  events.onChecking();
  await checkGraphs(store, id, signal);
  return store.finish(id);
}
