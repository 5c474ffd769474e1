import { answerAsChat } from '../answerAsChat';
import { answerFromNotes } from '../answerFromNotes';
import type { TailoringMethod } from '../method';

const id = 'none';

/** The neutral answer: the question alone, for nobody in particular. */
export const none: TailoringMethod = {
  id,
  label: 'Neutral',
  summary: 'Answers the question for nobody in particular.',
  available: () => true,
  respond(model, task, signal) {
    return model.card.promptKind === 'instruct'
      ? answerAsChat(model, { ...task, persona: null, examples: [] }, id, signal)
      : answerFromNotes(model, task, [], id, signal);
  },
};
