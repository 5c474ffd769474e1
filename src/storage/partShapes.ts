import { maybe, number, object, oneOf, or, orNull, text, type Read } from './readers';

/** Which response of a pair. */
export const side = oneOf('chosen', 'rejected');
/** How a result was made; what is missing is called unknown. */
export const made = object({
  modelId: or(text, 'unknown'),
  modelRevision: or(text, 'unknown'),
  promptId: or(text, 'unknown'),
  options: or(
    object({
      maxNewTokens: number,
      temperature: number,
      topK: number,
      topP: number,
      repetitionPenalty: number,
      seed: number,
    }),
    { maxNewTokens: 0, temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1, seed: 0 },
  ),
  stats: orNull(
    object({
      promptTokens: number,
      cachedTokens: number,
      newTokens: number,
      prefillMs: number,
      decodeMs: number,
      stopReason: oneOf('end-of-sequence', 'max-new-tokens', 'stop-string'),
      memoryBytes: maybe(number),
      dropped: maybe(text),
    }),
  ),
  createdAt: or(number, 0),
});
const origin: Read = (value) => {
  const kind = typeof value === 'object' && value !== null ? Reflect.get(value, 'kind') : null;
  if (kind === 'file') return object({ kind: text, datasetId: text, row: number })(value);
  if (kind === 'model')
    return object({ kind: text, methodId: text, persona: orNull(text), made })(value);
  return { kind: 'written' };
};
/** One of the two responses of a comparison. */
export const responseShape = object({ text, origin: or(origin, { kind: 'written' }) });
/** Hands for both. */
export const tally = object({ a: number, b: number });
/** One earlier turn. */
export const message = object({ role: oneOf('system', 'user', 'assistant'), content: text });
