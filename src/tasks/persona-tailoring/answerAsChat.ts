import { provenance, type Model } from '../model';
import { textOf } from '../streams';
import type { TailoredResult, TailorTask } from './method';

/** Answers with a chat model. */
export async function* answerAsChat(
  model: Model,
  task: Omit<TailorTask, 'poles'>,
  methodId: string,
  signal?: AbortSignal,
): AsyncGenerator<string, TailoredResult, void> {
  const { prompt, options } = task;
  const messages = [{ role: 'user' as const, content: prompt }];
  const events = textOf(
    model.engine.generate({ prompt: { kind: 'chat', messages }, options }, signal),
  );
  let text = '';
  let step = await events.next();
  for (; !step.done; step = await events.next()) {
    text += step.value;
    yield step.value;
  }
  return {
    text,
    poles: [],
    kept: [],
    notesUsed: { topic: null, count: 0 },
    made: provenance(model, `persona-tailoring/${methodId}/v1+instruct`, options, step.value),
  };
}
