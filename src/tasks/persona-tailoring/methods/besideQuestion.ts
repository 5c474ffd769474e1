import { understandPersona } from '../../persona-inference/understandPersona';
import { answerAsChat } from '../answerAsChat';
import { answerFromNotes } from '../answerFromNotes';
import type { TailoringMethod } from '../method';

const id = 'beside-question';

/**
 * The persona stands beside the question.
 * @source PT template of Balepur et al., ACL 2025; for task-tuned models the persona's poles
 */
export const besideQuestion: TailoringMethod = {
  id,
  label: 'Persona beside the question',
  summary: 'The model reads the persona together with the question.',
  available: (_model, { persona }) =>
    (persona !== null && persona.trim() !== '') || 'Pick or write a persona first.',
  async *respond(model, task, signal) {
    if (model.card.promptKind === 'instruct') {
      return yield* answerAsChat(model, { ...task, examples: [] }, id, signal);
    }
    const persona = task.persona ?? '';
    const read = () => understandPersona(model, persona, signal);
    // Chips are read already: then the answer comes first, and what was not understood after it.
    const understood = task.poles ? null : await read();
    const poles = task.poles ?? understood?.poles ?? [];
    const result = yield* answerFromNotes(model, task, poles, id, signal);
    return { ...result, kept: (understood ?? (await read())).unknown };
  },
};
