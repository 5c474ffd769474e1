import { understandPersona } from '../../persona-inference/understandPersona';
import { answerAsChat } from '../answerAsChat';
import { answerFromNotes } from '../answerFromNotes';
import type { TailoringMethod } from '../method';
import { polesOfExamples } from '../polesOfExamples';

const id = 'few-shot';
/** Below this a chat model has no room for examples beside question and answer. */
const MIN_CONTEXT_TOKENS = 1024;

/**
 * The persona, and the nearest stored pairs as examples of what its owner took: as turns of the chat,
 * or for task-tuned models as the poles those pairs show.
 */
export const fewShot: TailoringMethod = {
  id,
  label: 'Persona and earlier choices',
  summary: 'The model also sees what was chosen on the most similar earlier questions.',
  available({ card }, { examples }) {
    if (examples.length === 0) {
      return 'No earlier comparison is like this question yet. Compare a few answers first.';
    }
    return (
      card.promptKind === 'task-tuned' ||
      card.contextTokens >= MIN_CONTEXT_TOKENS ||
      'This model reads too little at once to see earlier choices too. Pick another model.'
    );
  },
  async *respond(model, task, signal) {
    if (model.card.promptKind === 'instruct') return yield* answerAsChat(model, task, id, signal);
    const persona = task.persona ?? '';
    const read = () => understandPersona(model, persona, signal);
    // Chips are read already: then the answer comes first, and what was not understood after it.
    const understood = task.poles ? null : await read();
    const poles = task.poles ?? understood?.poles ?? [];
    const shown = await polesOfExamples(model, task.examples, poles, signal);
    const result = yield* answerFromNotes(model, task, [...poles, ...shown], id, signal);
    return { ...result, kept: (understood ?? (await read())).unknown };
  },
};
