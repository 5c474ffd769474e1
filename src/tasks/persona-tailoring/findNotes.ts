import { AppError } from '../../domain/errors';
import { findPole, type Axis } from '../../domain/knowledge';
import { findTopic, notesFor, notesFromText, topicsFor, type NoteSet } from '../dinghy/retrieve';
import type { Model } from '../model';
import type { TailorTask } from './method';

const DOORS = 'paste your own notes, or paste two responses to compare';

/**
 * The notes an answer may use: pasted ones, else those of the question's topic.
 * Notes that break a need among `poles` never get in.
 *
 * @throws {AppError} `no-notes`, with what to do instead
 */
export function findNotes(
  model: Pick<Model, 'knowledge'>,
  { prompt, ownNotes }: Pick<TailorTask, 'prompt' | 'ownNotes'>,
  poles: readonly string[],
): NoteSet {
  const knowledge = model.knowledge ?? { axes: [], topics: [] };
  const { axes, topics } = knowledge;
  if (ownNotes !== null && ownNotes.trim() !== '') {
    const set = notesFromText(ownNotes, prompt, poles, axes);
    if (set.notes.length > 0) return set;
    if (notesFromText(ownNotes).notes.length > 0) throw noneFits('Your notes', poles, axes);
    throw noNotes('The notes you pasted hold no words to answer from.', 'Paste other notes');
  }
  const topic = findTopic(prompt, knowledge)?.topic;
  if (!topic) {
    const near = topicsFor(prompt, knowledge, 3).map(({ topic: { title } }) => title);
    const titles = near.length > 0 ? near : topics.slice(0, 3).map(({ title }) => title);
    const such = titles.length > 0 ? ` (such as ${titles.join(', ')})` : '';
    throw noNotes('This model has no notes on that.', `Ask about one of its topics${such}`);
  }
  const set = notesFor(prompt, topic, poles, knowledge);
  if (set.notes.length > 0) return set;
  throw noneFits(`The notes on ${topic.title}`, poles, axes);
}

function noneFits(notes: string, poles: readonly string[], axes: readonly Axis[]): AppError {
  const needs = poles.flatMap((pole) => {
    const found = findPole(pole, axes);
    return found?.axis.family === 'needs' ? [found.pole.label] : [];
  });
  return noNotes(
    `${notes} hold nothing that fits all of these needs: ${needs.join(', ')}.`,
    'Switch one of them off, ask about another topic',
  );
}

function noNotes(what: string, first: string): AppError {
  return new AppError('no-notes', what, `${what} ${first}, ${DOORS}.`);
}
