import type { ChatMessage } from '../domain/types';

/** A tokenizer as the engine sees it; `loadVocabulary` makes one of a Transformers.js tokenizer. */
export interface Vocabulary {
  /** Token ids; special tokens in the text are honoured, none is added. */
  encode(text: string): number[];
  /** Text of ordinary tokens. */
  decode(tokenIds: readonly number[]): string;
  /** Control tokens by text and by id: what data must not contain and answers spell out. */
  controls: ReadonlyMap<string, number>;
  controlTexts: ReadonlyMap<number, string>;
  /** Tokens that end an answer; never spelled out. */
  ends: ReadonlySet<number>;
  /** The prompt of a chat as text, thinking off. @throws when the model has no chat template */
  renderChat(messages: readonly ChatMessage[]): string;
}

/** Text of any tokens: controls by their name, ends as nothing. */
export function spell(vocabulary: Vocabulary, tokenId: number): string {
  if (vocabulary.ends.has(tokenId)) return '';
  return vocabulary.controlTexts.get(tokenId) ?? vocabulary.decode([tokenId]);
}
