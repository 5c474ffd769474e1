import { answerAsChat } from '../answerAsChat';
import { answerFromNotes } from '../answerFromNotes';
import type { TailoringMethod } from '../method';
import { polesOfExamples } from '../polesOfExamples';
import { wantedPoles } from '../wantedPoles';

/** The persona, and the nearest stored pairs as examples of what its owner took. */
export const fewShot: TailoringMethod = {
  id: 'few-shot',
  label: 'Persona and earlier choices',
  summary: 'The model also sees what was chosen on the most similar earlier questions.',
  available: (_model, { examples }) =>
    examples.length > 0 ||
    'No earlier comparison is like this question yet. Compare a few answers first.',
  async *respond(model, task, signal) {
    if (model.card.promptKind === 'instruct') {
      return yield* answerAsChat(model, task, 'few-shot', signal);
    }
    const { poles, unknown } = await wantedPoles(model, task, signal);
    const all = [...poles, ...(await polesOfExamples(model, task.examples, poles, signal))];
    const promptId = 'persona-tailoring/few-shot/v1+task-tuned';
    return yield* answerFromNotes(model, task, all, unknown, promptId, signal);
  },
};
