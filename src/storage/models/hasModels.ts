import { MODELS_NAME } from './chunkStore';

/** True when models are, or were, kept in this browser. Looks without opening anything; never throws. */
export async function hasModels(): Promise<boolean> {
  try {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    return names.includes(MODELS_NAME);
  } catch {
    return false; // no storage, or a browser that does not tell: the models page sweeps
  }
}
