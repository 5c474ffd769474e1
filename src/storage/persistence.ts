/** Whether the browser promised not to clear our data when the disk runs low. */
export type Persistence = 'granted' | 'refused' | 'unsupported';

let asked: Promise<Persistence> | null = null;

/** Asks the browser, once per visit, to keep what is stored; called by the first save. Never throws. */
export function askToPersist(): Promise<Persistence> {
  asked ??= ask();
  return asked;
}

/** Whether data are safe from clearing, without asking. Never throws. */
export async function persistence(): Promise<Persistence> {
  if (!canPersist()) return 'unsupported';
  return (await navigator.storage.persisted().catch(() => false)) ? 'granted' : 'refused';
}

/** Bytes used by this site and bytes it may use; `null` where the browser does not say. Never throws. */
export async function storageRoom(): Promise<{ usedBytes: number; quotaBytes: number } | null> {
  if (!canPersist()) return null;
  const { usage, quota } = await navigator.storage.estimate().catch(() => ({}) as StorageEstimate);
  return usage === undefined || quota === undefined
    ? null
    : { usedBytes: usage, quotaBytes: quota };
}

async function ask(): Promise<Persistence> {
  if (!canPersist()) return 'unsupported';
  return (await navigator.storage.persist().catch(() => false)) ? 'granted' : 'refused';
}

/** Insecure origins and old browsers have no `navigator.storage`. */
function canPersist(): boolean {
  return typeof navigator !== 'undefined' && typeof navigator.storage?.persist === 'function';
}
