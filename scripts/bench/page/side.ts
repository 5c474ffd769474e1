import type { ChatMessage } from '../../../src/domain/types';

/** What every side of the bench is asked, in its own way. */
export interface Question {
  /** A chat, or a text to go on with. */
  prompt: readonly ChatMessage[] | string;
  /** Tokens to write; `null` asks for the odds of the next one, which most libraries give as a token. */
  newTokens: number | null;
}

/** Tokens read and written, and milliseconds to the first and to the last of those written. */
export interface Answer {
  promptTokens: number;
  newTokens: number;
  firstMs: number;
  totalMs: number;
}

/** One way to run a model in a page. */
export interface Side {
  load(modelId: string, threads: number): Promise<void>;
  ask(question: Question): Promise<Answer>;
}

/** Where the bench's models are. */
export const modelsUrl = new URL('/models/', location.origin).href;
