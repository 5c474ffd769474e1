import type { ChatMessage } from '../domain/types';
import type { PromptInput } from './engine';
import { tokenise } from './tokenise';
import type { Vocabulary } from './vocabulary';

/** A prompt as token ids, and how many earlier turns were left out so that it fits. */
export interface FittedPrompt {
  ids: number[];
  droppedTurns: number;
}

/**
 * Leaves out the oldest turns of a chat (examples and history; never the instruction or the last
 * question) until it fits into `room` tokens, as far as that helps. Prompts in parts stay as they are.
 */
export function fitPrompt(prompt: PromptInput, vocabulary: Vocabulary, room: number): FittedPrompt {
  let current = prompt;
  let droppedTurns = 0;
  for (;;) {
    const ids = tokenise(current, vocabulary);
    const shorter =
      current.kind === 'chat' && ids.length > room ? withoutOldest(current.messages) : null;
    if (!shorter) return { ids, droppedTurns };
    current = { kind: 'chat', messages: shorter };
    droppedTurns++;
  }
}

/** The sentence for what was left out; `null` for nothing. */
export function droppedSentence(turns: number): string | null {
  if (turns === 0) return null;
  return turns === 1
    ? 'The oldest example or turn was left out so that the rest fits the model.'
    : `The ${turns} oldest examples or turns were left out so that the rest fits the model.`;
}

/** Without the oldest question and its answer; `null` when only the last question is left. */
function withoutOldest(messages: readonly ChatMessage[]): ChatMessage[] | null {
  const start = messages[0]?.role === 'system' ? 1 : 0;
  const next = messages.findIndex(({ role }, index) => index > start && role === 'user');
  return next < 0 ? null : [...messages.slice(0, start), ...messages.slice(next)];
}
