/** Notices between tabs: what one changes, the others read again. */
export interface Changes {
  /** Tells every other tab; this one is not told. */
  announce(): void;
  /** Returns the way to stop. */
  onchange(listener: () => void): () => void;
  close(): void;
}

/** Notices that come within this time are told once, in milliseconds. */
const QUIET_MS = 150;

/** Opens the channel called `name`. Where the browser has none, nobody is told. */
export function openChanges(name: string): Changes {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  channel?.addEventListener('message', () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const listener of listeners) listener();
    }, QUIET_MS);
  });

  return {
    announce: () => channel?.postMessage('changed'),
    onchange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      clearTimeout(timer);
      listeners.clear();
      channel?.close();
    },
  };
}
