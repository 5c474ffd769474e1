import type { GenerationOptions } from '../domain/types';

/** Numbers in [0, 1). */
export type Random = () => number;

/** log Σ exp(logits), in nats. */
export function logSumExp(logits: ArrayLike<number>): number {
  let max = -Infinity;
  for (let id = 0; id < logits.length; id++) max = Math.max(max, logits[id] ?? -Infinity);
  if (max === -Infinity) return max;
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp((logits[id] ?? -Infinity) - max);
  return max + Math.log(sum);
}

/** The `count` largest entries, best first; equal ones in order of id. */
export function largest(logits: ArrayLike<number>, count: number): number[] {
  const best: number[] = [];
  if (count <= 0) return best;
  const at = (id: number) => logits[id] ?? -Infinity;
  for (let id = 0; id < logits.length; id++) {
    if (best.length === count && at(id) <= at(best[count - 1] ?? 0)) continue;
    let place = best.length;
    while (place > 0 && at(id) > at(best[place - 1] ?? 0)) place--;
    best.splice(place, 0, id);
    if (best.length > count) best.pop();
  }
  return best;
}

/** The likeliest next tokens with their log-probabilities, best first. */
export function topOdds(
  logits: ArrayLike<number>,
  count: number,
): { tokenId: number; logProb: number }[] {
  if (count <= 0) return [];
  const total = logSumExp(logits);
  return largest(logits, count).map((tokenId) => ({
    tokenId,
    logProb: (logits[tokenId] ?? -Infinity) - total,
  }));
}

/** What `pickToken` may know of the past. */
export interface SamplingState {
  /** Tokens produced so far; the prompt is left out, since answers must reuse its words. */
  produced: Iterable<number>;
  /** Tokens that may never come. */
  suppressed: ReadonlySet<number>;
  random: Random;
}

/**
 * Chooses the next token: repetition penalty, suppression, temperature, top k, top p, in the order
 * of Hugging Face's processors. Temperature 0 takes the likeliest. `logits` is left unchanged.
 */
export function pickToken(
  logits: ArrayLike<number>,
  options: Pick<GenerationOptions, 'temperature' | 'topK' | 'topP' | 'repetitionPenalty'>,
  { produced, suppressed, random }: SamplingState,
): number {
  const scores = Float32Array.from(logits);
  if (options.repetitionPenalty !== 1) {
    for (const id of new Set(produced)) {
      const score = scores[id] ?? 0;
      scores[id] =
        score < 0 ? score * options.repetitionPenalty : score / options.repetitionPenalty;
    }
  }
  for (const id of suppressed) if (id < scores.length) scores[id] = -Infinity;
  if (options.temperature <= 0) return largest(scores, 1)[0] ?? 0;

  const best = scores.reduce((max, score) => Math.max(max, score), -Infinity);
  const weight = (id: number) => Math.exp(((scores[id] ?? -Infinity) - best) / options.temperature);
  const candidates = candidatesOf(scores, best, options);
  const weights = candidates.map(weight);
  const kept = options.topP < 1 ? nucleus(weights, options.topP) : weights.length;
  const total = sum(weights.slice(0, kept));
  let left = random() * total;
  for (let index = 0; index < kept; index++) {
    left -= weights[index] ?? 0;
    if (left < 0) return candidates[index] ?? 0;
  }
  return candidates[0] ?? 0;
}

/** Token ids in order of their score, those of no weight left out. */
function candidatesOf(
  scores: Float32Array,
  best: number,
  { temperature, topK }: Pick<GenerationOptions, 'temperature' | 'topK'>,
): number[] {
  if (topK > 0 && topK <= 256) {
    return largest(scores, topK).filter((id) => (scores[id] ?? -Infinity) > -Infinity);
  }
  const floor = best - 30 * temperature; // e^-30: below what a 32-bit draw can hit
  const ids: number[] = [];
  scores.forEach((score, id) => {
    if (score > floor) ids.push(id);
  });
  ids.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  return topK > 0 ? ids.slice(0, topK) : ids;
}

/** How many of the best it takes to reach the share `topP`; at least one. */
function nucleus(weights: readonly number[], topP: number): number {
  const wanted = sum(weights) * topP;
  let reached = 0;
  for (const [index, weight] of weights.entries()) {
    reached += weight;
    if (reached >= wanted) return index + 1;
  }
  return weights.length;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
