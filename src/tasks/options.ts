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

/** At so much chance one of 1,000 answers had a line that the model was not taught; at 0.7, six. */
const AMONG_LINES = 0.4;

/**
 * For a model that says each manner in lines it knows by heart: greedy, it would always say the likeliest. One of them is
 * drawn, by what is asked, so that other questions read otherwise and the same one reads the same. Options with chance in
 * them keep their seed.
 *
 * @param poles what is asked of the answer
 */
export function amongLines(
  options: GenerationOptions,
  question: string,
  poles: readonly string[],
): GenerationOptions {
  const seed = options.temperature > 0 ? options.seed : seedOf([question, ...poles].join('\n'));
  return { ...options, temperature: AMONG_LINES, topP: 0.9, seed };
}

/** The same with a little chance in it, for "try again": each seed gives another text. */
export function anotherTry(options: GenerationOptions, seed: number): GenerationOptions {
  return { ...options, temperature: 0.7, topP: 0.9, seed };
}
