import { makePack, writePack } from '../../storage/models/exportPack';
import type { ModelStore, StoredModel } from '../../storage/models/modelStore';
import type { OnBytes } from '../../storage/models/sideLoad';
import { saveFile } from '../../ui/saveFile';
import { pickZipTarget } from '../../ui/saveTarget';

/**
 * Saves a stored model as one pack. Where the browser can write to a chosen file, the pack streams
 * into it; elsewhere the browser saves a blob that refers to the stored files. Call it from a press.
 *
 * @returns false when the person changed their mind
 * @throws {AppError} `model-not-loaded`, `storage-full`; an abort
 */
export async function savePack(
  store: Promise<ModelStore>,
  { id }: StoredModel,
  onBytes: OnBytes,
  signal: AbortSignal,
): Promise<boolean> {
  const fileName = `${id.replaceAll('/', '--')}.whose-boat-model.zip`;
  const target = await pickZipTarget(fileName);
  if (target === 'dismissed') return false;
  if (target === null) {
    saveFile(await makePack(await store, id, onBytes, signal), fileName);
    return true;
  }
  try {
    await writePack(await store, id, target.stream, onBytes, signal);
    return true;
  } catch (error) {
    await target.discard();
    throw error;
  }
}
