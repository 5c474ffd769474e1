import { AppError } from '../../domain/errors';
import { findPole, type Axis } from '../../domain/knowledge';
import { ReferenceFiller, unavailableReferences } from '../dinghy/compose';
import { tailorPrompt } from '../dinghy/prompts';
import { findTopic, notesFor, notesFromText, topicsFor, type NoteSet } from '../dinghy/retrieve';
import { provenance, type Model } from '../model';
import { textOf } from '../streams';
import type { TailoredResult, TailorTask } from './method';

/**
 * Answers with a task-tuned model: notes chosen in code, words by the model, facts filled in exactly.
 *
 * @param poles manner and needs; needs only decide which notes may be used
 * @param kept words of the persona that were not understood
 * @throws {AppError} `no-notes` when there is nothing to answer from
 */
export async function* answerFromNotes(
  model: Model,
  task: Pick<TailorTask, 'prompt' | 'ownNotes' | 'options'>,
  poles: readonly string[],
  kept: readonly string[],
  promptId: string,
  signal?: AbortSignal,
): AsyncGenerator<string, TailoredResult, void> {
  signal?.throwIfAborted();
  const axes = model.knowledge?.axes ?? [];
  const notes = findNotes(model, task, poles);
  const manner = poles.filter((pole) => findPole(pole, axes)?.axis.family === 'manner');
  const filler = new ReferenceFiller(notes);
  const events = textOf(
    model.engine.generate(
      {
        prompt: tailorPrompt(manner, notes),
        options: task.options,
        suppress: unavailableReferences(notes),
      },
      signal,
    ),
  );
  let text = '';
  let step = await events.next();
  for (; !step.done; step = await events.next()) {
    const piece = filler.push(step.value);
    text += piece;
    if (piece !== '') yield piece;
  }
  const rest = filler.end();
  text += rest;
  if (rest !== '') yield rest;
  return {
    text,
    poles: [...poles],
    kept: [...kept],
    notesUsed: { topic: notes.topic?.title ?? null, count: notes.notes.length },
    made: provenance(model, promptId, task.options, step.value),
  };
}

/**
 * The notes an answer may use: pasted ones, else those of the question's topic.
 * @throws {AppError} `no-notes`
 */
export function findNotes(
  model: Model,
  { prompt, ownNotes }: Pick<TailorTask, 'prompt' | 'ownNotes'>,
  poles: readonly string[],
): NoteSet {
  const { axes = [], topics = [] } = model.knowledge ?? {};
  if (ownNotes !== null && ownNotes.trim() !== '') {
    const all = notesFromText(ownNotes, prompt, [], axes);
    if (all.notes.length === 0) throw noNotes('Your notes hold no sentence to answer from.');
    return kept(notesFromText(ownNotes, prompt, poles, axes), 'your notes', poles, axes);
  }
  const found = findTopic(prompt, topics);
  if (!found) {
    const near = topicsFor(prompt, topics, 3).map(({ topic }) => topic.title);
    const examples = near.length > 0 ? near : topics.slice(0, 3).map(({ title }) => title);
    throw noNotes('This model has no notes on that.', examples);
  }
  return kept(notesFor(prompt, found.topic, poles, axes), found.topic.title, poles, axes);
}

function kept(set: NoteSet, about: string, poles: readonly string[], axes: readonly Axis[]) {
  if (set.notes.length > 0) return set;
  const needs = poles
    .map((pole) => findPole(pole, axes))
    .filter((found) => found?.axis.family === 'needs')
    .map((found) => found?.pole.label);
  throw noNotes(`Nothing in ${about} fits all these needs: ${needs.join(', ')}. Switch one off.`);
}

/** The refusal, with the three doors: its topics, pasted notes, two pasted responses. */
function noNotes(what: string, topics: readonly string[] = []): AppError {
  const such = topics.length > 0 ? ` (such as ${topics.join(', ')})` : '';
  return new AppError(
    'no-notes',
    `no notes: ${what}`,
    `${what} Ask about one of its topics${such}, paste your own notes, or paste two responses to compare.`,
  );
}
