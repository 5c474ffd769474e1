import type { PreTrainedModel } from '@huggingface/transformers';
import { AppError } from '../domain/errors';
import { forward, type Step } from './forward';
import type { Past } from './past';
import { PrefixCache } from './prefixCache';
import { turnOften } from './turn';
import type { Vocabulary } from './vocabulary';

/** A loaded model, ready to be run. */
export interface Decoder {
  model: PreTrainedModel;
  vocabulary: Vocabulary;
  contextTokens: number;
  prefillChunkTokens: number;
  prefixes: PrefixCache<Past>;
  /** Bytes of the weights. */
  weightBytes: number;
}

/** What is known after a prompt: the scores of its next token and the cache, held by the caller. */
export interface Prefilled {
  scores: Float32Array;
  past: Past;
  cachedTokens: number;
}

export function makeDecoder(parts: Omit<Decoder, 'prefixes'>, cacheBytes: number): Decoder {
  return { ...parts, prefixes: new PrefixCache<Past>(cacheBytes) };
}

/** Bytes held by weights and kept attention caches; the runtime itself takes some 30 MB more. */
export function usedBytes({ weightBytes, prefixes }: Decoder): number {
  return weightBytes + prefixes.bytes;
}

/**
 * Runs a prompt in chunks, so that Stop is heard between them, on top of what earlier prompts left.
 * @throws {AppError} `context-too-long`
 */
export async function prefill(
  decoder: Decoder,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Prefilled> {
  checkLength(decoder, ids.length);
  const { prefixes } = decoder;
  const cut = prefixes.learn(ids);
  let past: Past | null = prefixes.take(ids);
  const cachedTokens = past?.tokens ?? 0;
  if (past?.scores && cachedTokens === ids.length) {
    return { scores: past.scores, past, cachedTokens };
  }
  for (;;) {
    const done: number = past?.tokens ?? 0;
    // What can be cut later is not cut now: that would be one run more.
    const next = done < cut && !past?.croppable ? cut : ids.length;
    const end = Math.min(next, done + decoder.prefillChunkTokens);
    const step: Step = await advance(decoder, ids.slice(done, end), past, 1, signal);
    past = step.past;
    if (end === cut && !past.croppable) prefixes.put(ids.slice(0, cut), past);
    if (end < ids.length) continue;
    past.scores = step.row(end - done - 1).slice(); // a copy: the rows of other tokens can go
    prefixes.put(ids, past);
    return { scores: past.scores, past, cachedTokens };
  }
}

/** One run, and a turn before it when the last was a while ago. `past` is let go, also when the run fails or is aborted. */
export async function advance(
  { model }: Decoder,
  ids: readonly number[],
  past: Past | null,
  keep: number,
  signal: AbortSignal,
): Promise<Step> {
  try {
    await turnOften(signal);
    return await forward(model, ids, past, keep, past?.heldOnce);
  } finally {
    past?.release();
  }
}

/** @throws {AppError} `context-too-long`, in words, not tokens */
export function checkLength({ contextTokens }: Decoder, tokens: number): void {
  if (tokens > 0 && tokens < contextTokens) return;
  if (tokens === 0) throw new Error('the prompt is empty');
  const words = (count: number) => Math.max(10, Math.round((count * 0.7) / 10) * 10);
  throw new AppError(
    'context-too-long',
    `${tokens} tokens, room for ${contextTokens}`,
    `This is too long for the model: it can hold about ${words(contextTokens)} words at once, and this has about ${words(tokens)}. Shorten the texts and try again.`,
  );
}
