import type { GenerationStats } from '../../domain/types';

/** What this tab measured while people used it; sums, so that long answers count more. */
export interface Speed {
  calls: number;
  readTokens: number;
  readMs: number;
  writtenTokens: number;
  writeMs: number;
  /** Milliseconds from the last question to the first text of its answer; `null` before one. */
  firstTextMs: number | null;
  /** Bytes of weights and attention caches after the last call; 0 while unknown. */
  memoryBytes: number;
}

/** Nothing was asked yet. */
export const noSpeed: Speed = {
  calls: 0,
  readTokens: 0,
  readMs: 0,
  writtenTokens: 0,
  writeMs: 0,
  firstTextMs: null,
  memoryBytes: 0,
};

/** With one more call. Tokens whose cache was reused are not counted as read. */
export function addStats(speed: Speed, stats: GenerationStats): Speed {
  return {
    calls: speed.calls + 1,
    readTokens: speed.readTokens + stats.promptTokens - stats.cachedTokens,
    readMs: speed.readMs + stats.prefillMs,
    writtenTokens: speed.writtenTokens + Math.max(0, stats.newTokens - 1),
    writeMs: speed.writeMs + stats.decodeMs,
    firstTextMs: stats.firstTextMs ?? speed.firstTextMs,
    memoryBytes: stats.memoryBytes ?? speed.memoryBytes,
  };
}

/** Tokens a second, read and written; `null` where too little was done to tell. */
export function rates(speed: Speed): { read: number | null; write: number | null } {
  const rate = (tokens: number, ms: number) => (tokens > 0 && ms > 0 ? (tokens / ms) * 1000 : null);
  return {
    read: rate(speed.readTokens, speed.readMs),
    write: rate(speed.writtenTokens, speed.writeMs),
  };
}
