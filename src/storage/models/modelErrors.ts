import { AppError } from '../../domain/errors';
import { storageError } from '../storageErrors';

/** The bytes of a file are not the ones that belong to it. They were thrown away. */
export const fileAltered = (path: string, found: string) =>
  new AppError(
    'model-file-altered',
    `${path}: ${found}`,
    `The file ${path} is not the one that belongs to this model, so it was thrown away. Try again, or take the model from another place.`,
  );

/** The model is not in this browser, or not whole. */
export const modelNotReady = (id: string) =>
  new AppError(
    'model-not-loaded',
    `${id} is not ready`,
    `The model ${id} is not complete in this browser. Open the models page and download or load it again.`,
  );

/** Names what a browser throws while it keeps model files. */
export function modelStorageError(error: unknown): unknown {
  if (error instanceof DOMException && error.name === 'InvalidStateError') return closed(error);
  if (!isFull(error)) return storageError(error);
  return new AppError(
    'storage-full',
    `no room for model files: ${error.message}`,
    'There is no room left for this model. What came so far is kept. Delete another model or free space on this machine, then go on.',
    { cause: error },
  );
}

/** Another tab erased everything or updates the app: the connection let go. */
const closed = (cause: DOMException) =>
  new AppError(
    'storage-unavailable',
    `the list of models is closed: ${cause.message}`,
    'The models of this browser were erased or updated in another tab. Reload this page to see what is there now.',
    { cause },
  );

/**
 * Chromium names a full disk in two ways: when the writer of a file notices it first, the pipe into it
 * breaks ("Failed to write data to data pipe", an AbortError that no signal asked for).
 */
function isFull(error: unknown): error is DOMException {
  if (!(error instanceof DOMException)) return false;
  return (
    error.name === 'QuotaExceededError' ||
    (error.name === 'AbortError' && error.message.includes('data pipe'))
  );
}

/** Waits for `work` and names what goes wrong. */
export const named = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw modelStorageError(error);
  });
