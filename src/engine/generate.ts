import { seededRandom } from '../domain/random';
import type { GenerationStats } from '../domain/types';
import { droppedSentence, fitPrompt } from './budget';
import { advance, prefill, usedBytes, type Decoder } from './decoder';
import type { GenerateEvent, GenerateRequest, TokenOdds } from './engine';
import type { Step } from './forward';
import type { Past } from './past';
import { pickToken, topOdds } from './sampling';
import { endsInThought } from './thinkFilter';
import { spell, type Vocabulary } from './vocabulary';
import { Writer } from './writer';

/**
 * Writes an answer, token by token.
 * @throws {AppError} `context-too-long`; the signal's reason after an abort
 */
export async function generate(
  decoder: Decoder,
  request: GenerateRequest,
  emit: (event: GenerateEvent) => void,
  signal: AbortSignal,
): Promise<GenerationStats> {
  const { vocabulary } = decoder;
  const { options, alternatives = 0 } = request;
  const started = performance.now();
  const { prompt, resume = [] } = request;
  const kept = Math.min(options.maxNewTokens, Math.floor(decoder.contextTokens / 4));
  const room = decoder.contextTokens - kept - resume.length;
  const { ids, droppedTurns } = fitPrompt(prompt, vocabulary, room);
  const { cachedTokens, ...start } = await prefill(decoder, [...ids, ...resume], signal);
  let scores = start.scores;
  let past: Past | null = start.past;
  const firstAt = performance.now();

  const inThought = endsInThought(vocabulary.decode(ids.slice(-8)));
  let firstTextMs: number | null = null;
  const writer = new Writer(vocabulary, request.stop ?? [], inThought, (event) => {
    if (event.text !== '') firstTextMs ??= performance.now() - started;
    emit(event);
  });
  const produced: number[] = [...resume];
  const never = prompt.kind === 'chat' && !inThought ? ['<think>', '</think>'] : [];
  const suppressed = singleTokens([...(request.suppress ?? []), ...never], vocabulary);
  const once = singleTokens(request.once ?? [], vocabulary);
  const random = seededRandom(options.seed);
  const limit = Math.min(options.maxNewTokens, decoder.contextTokens - ids.length);
  let stopReason: GenerationStats['stopReason'] = 'max-new-tokens';
  writer.replay(resume);
  for (const id of resume) {
    if (options.temperature > 0) random(); // one draw a token, as when it was made
    if (once.has(id)) suppressed.add(id);
  }

  try {
    if (writer.stopped) stopReason = 'stop-string';
    while (produced.length < limit && !writer.stopped) {
      const id = pickToken(scores, options, { produced, suppressed, random });
      produced.push(id);
      if (once.has(id)) suppressed.add(id);
      if (vocabulary.ends.has(id)) {
        stopReason = 'end-of-sequence';
        break;
      }
      writer.write(id, alternatives > 0 ? nameOdds(scores, alternatives, vocabulary) : null);
      if (writer.stopped) {
        stopReason = 'stop-string';
        break;
      }
      if (produced.length === limit) break;
      const before = past;
      past = null; // `advance` lets go of it, whatever happens
      const step: Step = await advance(decoder, [id], before, 1, signal);
      past = step.past;
      scores = step.row(0);
    }
  } finally {
    past?.release();
  }
  writer.end();
  const dropped = droppedSentence(droppedTurns);

  return {
    promptTokens: ids.length,
    cachedTokens,
    newTokens: produced.length,
    prefillMs: firstAt - started,
    decodeMs: performance.now() - firstAt,
    ...(firstTextMs === null ? {} : { firstTextMs }),
    stopReason,
    memoryBytes: usedBytes(decoder),
    ...(dropped === null ? {} : { dropped }),
  };
}

/** The likeliest tokens with their texts, from the model's own odds: no temperature, no penalty. */
export function nameOdds(scores: Float32Array, count: number, vocabulary: Vocabulary): TokenOdds[] {
  return topOdds(scores, count).map(({ tokenId, logProb }) => ({
    tokenId,
    text: spell(vocabulary, tokenId),
    logProb,
  }));
}

/** Texts that are no single token of this model cannot be produced as one, and are left out. */
function singleTokens(texts: readonly string[], vocabulary: Vocabulary): Set<number> {
  const ids = new Set<number>();
  for (const text of texts) {
    const [id, ...more] = vocabulary.encode(text);
    if (id !== undefined && more.length === 0) ids.add(id);
  }
  return ids;
}
