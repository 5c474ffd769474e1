import type { GenerationOptions } from '../domain/types';

/** Always the likeliest token: for everything that must come out the same each time. */
export function greedy(maxNewTokens: number): GenerationOptions {
  return { maxNewTokens, temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1, seed: 1 };
}

/** What `inferPersona` uses unless a person asks for another try. */
export const inferOptions: GenerationOptions = greedy(80);

/** What tailoring uses unless a person asks for another try: greedy, as long as an answer may be. */
export const tailorOptions: GenerationOptions = greedy(320);

/** The same with a little chance in it, for "try again": each seed gives another text. */
export function anotherTry(options: GenerationOptions, seed: number): GenerationOptions {
  return { ...options, temperature: 0.7, topP: 0.9, seed };
}
