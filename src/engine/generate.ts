import type { GenerationStats } from '../domain/types';
import { advance, prefill, type Decoder } from './decoder';
import { Detokeniser } from './detokenise';
import type { GenerateEvent, GenerateRequest, TokenOdds } from './engine';
import type { Step } from './forward';
import type { Past } from './past';
import { pickToken, seededRandom, topOdds } from './sampling';
import { StopTexts } from './stopTexts';
import { tokenise } from './tokenise';
import { spell, type Vocabulary } from './vocabulary';

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
  const ids = tokenise(request.prompt, vocabulary);
  const { cachedTokens, ...start } = await prefill(decoder, ids, signal);
  let scores = start.scores;
  let past: Past | null = start.past;
  const firstAt = performance.now();

  const writer = new Writer(vocabulary, request.stop ?? [], emit);
  const produced: number[] = [];
  const suppressed = singleTokens(request.suppress ?? [], vocabulary);
  const once = singleTokens(request.once ?? [], vocabulary);
  const random = seededRandom(options.seed);
  const limit = Math.min(options.maxNewTokens, decoder.contextTokens - ids.length);
  let stopReason: GenerationStats['stopReason'] = 'max-new-tokens';

  try {
    while (produced.length < limit) {
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

  return {
    promptTokens: ids.length,
    cachedTokens,
    newTokens: produced.length,
    prefillMs: firstAt - started,
    decodeMs: performance.now() - firstAt,
    stopReason,
  };
}

/** Gathers tokens until their text is certain, then sends them as one event. */
class Writer {
  #detokeniser: Detokeniser;
  #stops: StopTexts;
  #tokenIds: number[] = [];
  #odds: TokenOdds[][] = [];

  constructor(
    vocabulary: Vocabulary,
    stop: readonly string[],
    private readonly emit: (event: GenerateEvent) => void,
  ) {
    this.#detokeniser = new Detokeniser(vocabulary);
    this.#stops = new StopTexts(stop);
  }

  get stopped(): boolean {
    return this.#stops.found;
  }

  write(tokenId: number, odds: TokenOdds[] | null): void {
    this.#tokenIds.push(tokenId);
    if (odds) this.#odds.push(odds);
    const text = this.#stops.push(this.#detokeniser.push(tokenId));
    if (text !== '') this.#send(text);
  }

  end(): void {
    const text = this.#stops.end(); // half a character at the very end is dropped
    if (text !== '' || this.#tokenIds.length > 0) this.#send(text);
  }

  #send(text: string): void {
    const alternatives = this.#odds.length > 0 ? { alternatives: this.#odds } : {};
    this.emit({ text, tokenIds: this.#tokenIds, ...alternatives });
    this.#tokenIds = [];
    this.#odds = [];
  }
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
