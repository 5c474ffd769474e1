import { seedOf } from '../domain/random';
import type { GenerationOptions } from '../domain/types';

/** Always the likeliest token: for everything that must come out the same each time. */
export function greedy(maxNewTokens: number): GenerationOptions {
  return { maxNewTokens, temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1, seed: 1 };
}

/** What `inferPersona` uses unless a person asks for another try. */
export const inferOptions: GenerationOptions = greedy(80);

/** What tailoring uses unless a person asks for another try: greedy, as long as an answer may be. */
export const tailorOptions: GenerationOptions = greedy(320);

/**
 * So much chance brings up every line that a model knows by heart for a manner, and none that it was not taught: one of
 * 1,000 answers had such a line; at 0.7, six.
 */
const AMONG_LINES = 0.4;

/**
 * For a model that says each manner in lines it knows by heart: greedy, it would always say the likeliest. One of them is
 * drawn, by what is asked, so that other questions read otherwise and the same one reads the same. Options with chance in
 * them keep their seed.
 *
 * @param asked the question and what is asked of its answer
 */
export function amongLines(options: GenerationOptions, asked: string): GenerationOptions {
  const seed = options.temperature > 0 ? options.seed : seedOf(asked);
  return { ...options, temperature: AMONG_LINES, topP: 0.9, seed };
}

/** The same with a little chance in it, for "try again": each seed gives another text. */
export function anotherTry(options: GenerationOptions, seed: number): GenerationOptions {
  return { ...options, temperature: 0.7, topP: 0.9, seed };
}
