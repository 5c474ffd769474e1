/** How far a download or side-load is, as told to every tab. */
export interface ModelProgress {
  id: string;
  phase: 'downloading' | 'waiting' | 'paused' | 'checking' | 'done' | 'failed' | 'cancelled';
  receivedBytes: number;
  totalBytes: number;
  /** Seconds; `null` while nobody can tell. */
  secondsLeft: number | null;
}

/** The channel on which the tab that works at a model tells the others. */
export interface ProgressChannel {
  tell(progress: ModelProgress): void;
  close(): void;
}

/** Opens the channel; `listener` hears what other tabs tell. Silent where the browser has none. */
export function openModelProgress(listener?: (progress: ModelProgress) => void): ProgressChannel {
  const channel =
    typeof BroadcastChannel === 'undefined'
      ? null
      : new BroadcastChannel('whose-boat-model-progress');
  // Only our own pages can write to this channel.
  channel?.addEventListener('message', ({ data }) => listener?.(data as ModelProgress));
  return {
    tell: (progress) => channel?.postMessage(progress),
    close: () => channel?.close(),
  };
}
