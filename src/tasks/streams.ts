import type { GenerationStats } from '../domain/types';
import type { GenerateEvent } from '../engine/engine';

/**
 * Passes the text of a generation on, piece by piece, as `change` gives it.
 * Leaving early stops the generation too.
 *
 * @returns what the generation cost
 */
export async function* streamText(
  events: AsyncGenerator<GenerateEvent, GenerationStats, void>,
  change: (delta: string) => string = (delta) => delta,
): AsyncGenerator<string, GenerationStats, void> {
  let stats: GenerationStats | null = null;
  try {
    for (;;) {
      const { done, value } = await events.next();
      if (done) {
        stats = value;
        return stats;
      }
      const piece = change(value.text);
      if (piece !== '') yield piece;
    }
  } finally {
    if (stats === null) await events.return(NO_STATS);
  }
}

/** Reads a stream to its end: the pieces joined, and what it returned. */
export async function drain<Result>(
  stream: AsyncGenerator<string, Result, void>,
): Promise<{ text: string; result: Result }> {
  let text = '';
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { text, result: value };
    text += value;
  }
}

/** Stands in for a cost that nobody reads: of a generation left before its end, or of an engine that counts nothing. */
export const NO_STATS: GenerationStats = {
  promptTokens: 0,
  cachedTokens: 0,
  newTokens: 0,
  prefillMs: 0,
  decodeMs: 0,
  stopReason: 'end-of-sequence',
};
