import { definePrompt } from '../../domain/prompt';
import type { PreferencePair, ResponseSide } from '../../domain/types';
import type { PromptInput } from '../../engine/engine';
import { inferPrompt } from '../dinghy/prompts';
import examples from './examples.json';
import instruction from './prompts/instruction.txt?raw';
import text from './prompts/question.txt?raw';

/** Asks what kind of user would take `chosen` and leave `rejected`. */
export const personaPrompt = definePrompt({
  id: 'persona-inference/v1',
  source: 'after Balepur et al., ACL 2025 (arXiv 2501.11549); instruction and examples are our own',
  blanks: ['prompt', 'chosen', 'rejected', 'reason'],
  text,
  instruction,
  examples,
  taskTuned: withPoles,
});

/** What one infers from: a pair, and the owner's own reason where there is one. */
export type Evidence = Pick<PreferencePair, 'prompt' | 'chosen' | 'rejected'> & {
  reason?: string;
};

/** The evidence with `side` in the place of the chosen response: the prompt itself never changes. */
export function seenFrom(side: ResponseSide, pair: Evidence): Required<Evidence> {
  const { prompt, chosen, rejected, reason = '' } = pair;
  return side === 'chosen'
    ? { prompt, chosen, rejected, reason: reason.trim() }
    : // The reason was given for the chosen response; it says nothing about who takes the other.
      { prompt, chosen: rejected, rejected: chosen, reason: '' };
}

/** With `poles`, the model is left to find the sentence only. */
function withPoles(evidence: Evidence, poles: readonly string[] = []): PromptInput {
  const prompt = inferPrompt(evidence);
  if (poles.length === 0 || prompt.kind !== 'parts') return prompt;
  const given = `${poles.map((pole) => `<|p:${pole}|>`).join('')}<|say|>`;
  return { kind: 'parts', parts: [...prompt.parts, { kind: 'template', text: given }] };
}
