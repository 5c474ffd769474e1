import type { GenerationStats } from '../domain/types';
import type { GenerateEvent } from '../engine/engine';

/** Only the text of a generation; returns its cost. */
export async function* textOf(
  events: AsyncGenerator<GenerateEvent, GenerationStats, void>,
): AsyncGenerator<string, GenerationStats, void> {
  try {
    for (;;) {
      const { done, value } = await events.next();
      if (done) return value;
      if (value.text !== '') yield value.text;
    }
  } finally {
    // The reader left early or failed: stop decoding too. After the end this does nothing.
    await events.return(NO_STATS);
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

/** For `return` of a generator that nobody reads any more. */
const NO_STATS: GenerationStats = {
  promptTokens: 0,
  cachedTokens: 0,
  newTokens: 0,
  prefillMs: 0,
  decodeMs: 0,
  stopReason: 'end-of-sequence',
};
