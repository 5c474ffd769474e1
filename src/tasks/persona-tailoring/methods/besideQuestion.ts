import { answerAsChat } from '../answerAsChat';
import { answerFromNotes } from '../answerFromNotes';
import type { TailoringMethod } from '../method';
import { wantedPoles } from '../wantedPoles';

/** The persona stands beside the question. */
export const besideQuestion: TailoringMethod = {
  id: 'beside-question',
  label: 'Persona beside the question',
  summary: 'The model reads the persona together with the question.',
  available: (_model, { persona }) => persona !== null || 'Pick or write a persona first.',
  async *respond(model, task, signal) {
    if (model.card.promptKind === 'instruct') {
      return yield* answerAsChat(model, { ...task, examples: [] }, 'beside-question', signal);
    }
    const { poles, unknown } = await wantedPoles(model, task, signal);
    const promptId = 'persona-tailoring/beside-question/v1+task-tuned';
    return yield* answerFromNotes(model, task, poles, unknown, promptId, signal);
  },
};
