import { answerFromNotes } from '../answerFromNotes';
import { answerAsChat } from '../answerAsChat';
import type { TailoringMethod } from '../method';

/** The neutral answer: the question alone, for nobody in particular. */
export const none: TailoringMethod = {
  id: 'none',
  label: 'Neutral',
  summary: 'Answers the question for nobody in particular.',
  available: () => true,
  async *respond(model, task, signal) {
    if (model.card.promptKind === 'instruct') {
      return yield* answerAsChat(model, { ...task, persona: null, examples: [] }, 'none', signal);
    }
    return yield* answerFromNotes(
      model,
      task,
      [],
      [],
      'persona-tailoring/none/v1+task-tuned',
      signal,
    );
  },
};
