import { AppError } from '../domain/errors';

/** The browser lets this page keep nothing: private window, blocked site data, broken profile. */
export function storageUnavailable(cause: unknown): AppError {
  return new AppError(
    'storage-unavailable',
    `IndexedDB cannot be used: ${nameOf(cause)}`,
    'This browser does not let the page keep anything, so your work lasts only until you close this tab. Allow site data or use a normal window, then reload.',
    { cause },
  );
}

/** The disk or the browser's share of it is full. The write changed nothing. */
export function storageFull(cause: unknown): AppError {
  return new AppError(
    'storage-full',
    `the quota is used up: ${nameOf(cause)}`,
    'There is no room left, so this was not saved. What was saved before is kept. Delete a file from the library or a space, then try again.',
    { cause },
  );
}

/** Another tab with an older page holds the database and does not let go. */
export function storageBlocked(name: string): AppError {
  return new AppError(
    'storage-blocked',
    `${name} is held by another tab`,
    'Another tab with this app is in the way. Close the other tabs of this app, then reload this page.',
  );
}

/** The data were written by a newer version of the app. */
export function storageTooNew(name: string, cause: unknown): AppError {
  return new AppError(
    'storage-blocked',
    `${name} was written by a newer version`,
    'Your data were saved by a newer version of this app. Nothing is lost: reload this page to get that version.',
    { cause },
  );
}

/** Another tab updates this space. */
export function storeOutdated(): AppError {
  return new AppError(
    'storage-blocked',
    'a newer tab upgrades the database',
    'A newer version of this app was opened in another tab. Reload this page to go on.',
  );
}

/** Another tab deleted this space. */
export function storeDeleted(): AppError {
  return new AppError(
    'storage-blocked',
    'the database was deleted by another connection',
    'This space was deleted. Reload this page, then choose another space.',
  );
}

/** Another tab erased all that this app keeps. */
export function everythingErased(): AppError {
  return new AppError(
    'storage-blocked',
    'the list of spaces was deleted',
    'Everything that this app kept in this browser was erased in another tab. Reload this page to start afresh.',
  );
}

/** The store was closed, or the browser closed it. */
export function storeClosed(): AppError {
  return new AppError(
    'storage-unavailable',
    'the database is closed',
    'This space was closed. What was saved is kept; reload this page to go on.',
  );
}

/** Turns what IndexedDB threw into an `AppError`; an abort stays what it is. */
export function storageError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  switch (nameOf(error)) {
    case 'AbortError':
      return error;
    case 'QuotaExceededError':
      return storageFull(error);
    case 'InvalidStateError':
      return storeClosed();
    case 'SecurityError':
    case 'UnknownError':
    case 'NotAllowedError':
      return storageUnavailable(error);
    default:
      return AppError.from(error);
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
