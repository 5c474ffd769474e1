import { splitSentences } from '../../domain/text';
import type { Model } from '../model';
import { findTopic, topicsFor, type TopicMatch } from './retrieve';

/** What a question box says while one types. */
export interface Readiness {
  /** Topics near what has been typed, best first; empty for a model that needs no notes. */
  matches: TopicMatch[];
  /** The topic that would be answered from; `null` with own notes, or when none fits. */
  found: TopicMatch | null;
  /** Units found in the person's own notes. */
  points: number;
  /** Why asking is not possible yet, as a sentence; empty when it is. */
  reason: string;
}

/**
 * Tells before Enter whether a question can be answered, and from what.
 *
 * @param ownNotes the text the answers should use, `null` to use the model's own notes
 */
export function readinessOf(
  question: string,
  ownNotes: string | null,
  model: Model | null,
): Readiness {
  const knowledge = model?.knowledge ?? { topics: [] };
  const asked = question.trim() !== '';
  const own = ownNotes !== null;
  const matches = own || !asked ? [] : topicsFor(question, knowledge, 4);
  const found = own || !asked ? null : findTopic(question, knowledge);
  const points = own ? countPoints(ownNotes) : 0;
  return { matches, found, points, reason: reason() };

  function reason(): string {
    if (!asked) return 'Type a question first.';
    if (own && points === 0) return 'Paste some notes first: one point per line works best.';
    if (!model) return 'The model is not ready yet.';
    if (own || !model.knowledge || found) return '';
    return matches.length > 0
      ? 'Not quite enough to go on: tap a topic, or add a word or two.'
      : 'The model has no notes on this. Try another topic, or bring your own notes.';
  }
}

/** Units of pasted notes, as `notesFromText` finds them before the question picks the best. */
function countPoints(notes: string): number {
  const sentences = splitSentences(notes.slice(0, 50_000)).filter((line) => /\p{L}/u.test(line));
  return Math.min(500, new Set(sentences).size);
}

/** A few questions that can be answered, from as many different areas as there are. */
export function exampleQuestions(model: Model | null, count: number): string[] {
  const areas = new Map<string, string>();
  for (const { area, questions } of model?.knowledge?.topics ?? []) {
    const [question] = questions;
    if (question && !areas.has(area)) areas.set(area, question);
  }
  return [...areas.values()].slice(0, count);
}

/** What was found in pasted notes: "7 points found"; empty for nothing. */
export function pointsSentence(points: number): string {
  if (points === 0) return '';
  const found = `${points} ${points === 1 ? 'point' : 'points'} found`;
  return points > 9 ? `${found}; the nine that fit the question best are used` : found;
}
