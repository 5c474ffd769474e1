declare global {
  interface Window {
    /** Chromium only; not yet in the types of the platform. @source wicg.github.io/file-system-access */
    showSaveFilePicker?: (options: {
      suggestedName: string;
      types: { description: string; accept: Record<string, string[]> }[];
    }) => Promise<FileSystemFileHandle>;
  }
}

/** A file of the disk that can be written to piece by piece. */
export interface SaveTarget {
  stream: WritableStream<Uint8Array>;
  /** Takes away what an attempt that failed left there. Never throws. */
  discard(): Promise<void>;
}

/**
 * Asks where a zip shall be saved. Call it straight from a press of a button.
 * @returns `null` where the browser can only save whole blobs; `dismissed` when the person changed their mind
 */
export async function pickZipTarget(fileName: string): Promise<SaveTarget | 'dismissed' | null> {
  if (typeof window.showSaveFilePicker !== 'function') return null;
  try {
    const handle = await window.showSaveFilePicker({
      suggestedName: fileName,
      types: [{ description: 'Pack of a model', accept: { 'application/zip': ['.zip'] } }],
    });
    return { stream: await handle.createWritable(), discard: () => discard(handle) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'dismissed';
    return null; // not allowed here: save it as a blob
  }
}

/** Asking made an empty file; nothing else is ever taken away. */
async function discard(handle: FileSystemFileHandle & { remove?(): Promise<void> }): Promise<void> {
  try {
    if ((await handle.getFile()).size === 0) await handle.remove?.();
  } catch {
    // an empty file stays
  }
}
