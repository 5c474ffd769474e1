import { featureTokens } from '../../domain/features';
import { clipText } from '../../domain/text';
import type { PromptInput, PromptPart } from '../../engine/engine';
import { availableReferences } from './compose';
import { personaHints } from './hints';
import type { NoteSet } from './retrieve';

/** Version of the task-tuned prompts; stored with every result. */
export const DINGHY_PROMPTS = 'dinghy/v1';

/** Estimated tokens a prompt, each response and a persona may take, so that all fits 512. */
const ROOM = { prompt: 56, response: 160, persona: 220 };

const template = (text: string): PromptPart => ({ kind: 'template', text });
const poleToken = (pole: string) => `<|p:${pole}|>`;
const data = (text: string): PromptPart => ({ kind: 'data', text });

/** What the model writes where it names no pole. */
export const NONE = '<|none|>';

/** Asks for the poles that set `chosen` apart from `rejected`, then `<|say|>` and a sentence; or `<|none|>`. */
export function inferPrompt(pair: {
  prompt: string;
  chosen: string;
  rejected: string;
}): PromptInput {
  return {
    kind: 'parts',
    parts: [
      template('<|infer|><|prompt|>'),
      data(clipText(pair.prompt, ROOM.prompt)),
      template('<|chosen|>'),
      data(clipText(pair.chosen, ROOM.response)),
      template('<|rejected|>'),
      data(clipText(pair.rejected, ROOM.response)),
      template(`<|features|>${featureTokens(pair.chosen, pair.rejected).join('')}<|out|>`),
    ],
  };
}

/** Asks for the poles a persona's text speaks of, marker words pointed out; `<|none|>` for none. */
export function readPrompt(persona: string): PromptInput {
  return {
    kind: 'parts',
    parts: [
      template('<|read|><|persona|>'),
      data(clipText(persona, ROOM.persona)),
      template(`<|features|>${personaHints(persona).map(poleToken).join('')}<|out|>`),
    ],
  };
}

/** Asks for an answer with references to `notes`, in the manner of `poles` (needs are without effect here). */
export function tailorPrompt(poles: readonly string[], notes: NoteSet): PromptInput {
  const wanted = poles.map(poleToken).join('');
  const references = availableReferences(notes).join('');
  return {
    kind: 'parts',
    parts: [template(`<|tailor|>${wanted}<|notes|>${references}<|out|>`)],
  };
}

/** Pole ids of the pole tokens in a model's output, in order, without repeats. */
export function polesIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/<\|p:([a-z-]+)\|>/g), ([, id = '']) => id))];
}
