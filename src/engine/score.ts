import { droppedSentence, fitPrompt } from './budget';
import { advance, checkLength, prefill, usedBytes, type Decoder } from './decoder';
import type { Continuation, ScoreRequest, ScoreResult } from './engine';
import type { Past } from './past';
import { logSumExp } from './sampling';
import { nameOdds } from './generate';
import { tokeniseParts } from './tokenise';

/**
 * Log-probabilities of continuations after one prompt, which is run once and shared.
 * @throws {AppError} `context-too-long`; the signal's reason after an abort
 */
export async function score(
  decoder: Decoder,
  request: ScoreRequest,
  signal: AbortSignal,
): Promise<ScoreResult> {
  const { vocabulary } = decoder;
  const started = performance.now();
  const wanted = request.continuations.map((continuation) =>
    tokeniseParts(partsOf(continuation), vocabulary),
  );
  const room = decoder.contextTokens - Math.max(1, ...wanted.map(({ length }) => length));
  const { ids, droppedTurns } = fitPrompt(request.prompt, vocabulary, room);
  const dropped = droppedSentence(droppedTurns);
  for (const tokens of wanted) checkLength(decoder, ids.length + Math.max(1, tokens.length) - 1);
  const { scores, past, cachedTokens } = await prefill(decoder, ids, signal);
  const firstAt = performance.now();

  try {
    const continuations: ScoreResult['continuations'] = [];
    for (const tokens of wanted) {
      const tokenLogProbs = await follow(decoder, tokens, scores, past, signal);
      const logProb = tokenLogProbs.reduce((sum, value) => sum + value, 0);
      continuations.push({ tokenLogProbs, logProb });
    }
    return {
      continuations,
      next: nameOdds(scores, request.next ?? 0, vocabulary),
      stats: {
        promptTokens: ids.length,
        cachedTokens,
        newTokens: wanted.reduce((sum, tokens) => sum + tokens.length, 0),
        prefillMs: firstAt - started,
        decodeMs: performance.now() - firstAt,
        stopReason: 'end-of-sequence',
        memoryBytes: usedBytes(decoder),
        ...(dropped === null ? {} : { dropped }),
      },
    };
  } finally {
    past.release();
  }
}

/** Log-probability of each of `tokens` after `past`, in nats. `past` stays held by the caller. */
async function follow(
  decoder: Decoder,
  tokens: readonly number[],
  scores: Float32Array,
  past: Past,
  signal: AbortSignal,
): Promise<number[]> {
  const [first] = tokens;
  if (first === undefined) return [];
  const logProbs = [logProbOf(first, scores)];
  let current = past;
  current.hold();
  for (let done = 0; done < tokens.length - 1;) {
    const end = Math.min(tokens.length - 1, done + decoder.prefillChunkTokens);
    const step = await advance(decoder, tokens.slice(done, end), current, 0, signal);
    for (let index = done; index < end; index++) {
      logProbs.push(logProbOf(tokens[index + 1] ?? 0, step.row(index - done)));
    }
    current = step.past;
    done = end;
  }
  current.release();
  return logProbs;
}

const logProbOf = (tokenId: number, scores: Float32Array) =>
  (scores[tokenId] ?? -Infinity) - logSumExp(scores);

const partsOf = (continuation: Continuation) =>
  typeof continuation === 'string' ? [{ kind: 'data' as const, text: continuation }] : continuation;
