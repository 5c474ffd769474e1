import type { Model } from '../model';
import { answerAsChat } from './answerAsChat';
import { answerFromNotes } from './answerFromNotes';
import type { TailoredResult, TailorTask } from './method';

/** One of two different answers to a question. */
export interface Way {
  /** Poles that shape it; empty for instruct models. */
  poles: string[];
  /** Streams the answer; each call starts anew. */
  respond(signal?: AbortSignal): AsyncGenerator<string, TailoredResult, void>;
}

/**
 * Two ways to answer one question that differ on purpose, drawn by `seed`: for Compare, where the
 * model answers itself. The order carries no meaning; places are drawn by the page.
 *
 * @throws {AppError} (from `respond`) `no-notes` when a task-tuned model has nothing to answer from
 */
export function answerTwoWays(
  model: Model,
  task: Pick<TailorTask, 'prompt' | 'ownNotes' | 'options'>,
  seed: number,
): [Way, Way] {
  const promptId = 'persona-tailoring/two-ways/v1+task-tuned';
  const way = (poles: string[], offset: number): Way => ({
    poles,
    respond: (signal) => {
      const options = { ...task.options, seed: seed + offset };
      return model.card.promptKind === 'instruct'
        ? answerAsChat(model, { ...task, options, persona: null, examples: [] }, 'two-ways', signal)
        : answerFromNotes(model, { ...task, options }, poles, [], promptId, signal);
    },
  });
  return [way(['short'], 0), way(['detailed'], 1)];
}
