import { needTags } from '../../domain/features';
import type { Axis, Note, Topic } from '../../domain/knowledge';
import { capitalise, splitSentences } from '../../domain/text';
import { rankNotes } from './noteRank';
import { askedOf } from './terms';
import { matchTopics, type TopicMatch } from './topicIndex';

/** What an answer may say: at most nine notes, best first. `topic` is `null` for pasted notes. */
export interface NoteSet {
  topic: Topic | null;
  notes: Note[];
}

/** How likely a topic must be to answer a question, and to be offered while one types. */
const ENOUGH = 0.6;
const NEAR = 0.04;
/** So few words leave every topic a little likely: then one that is this far ahead will do. */
const FEW_WORDS = 2;
const CLEAR = 0.35;
const AHEAD = 2.5;
const MAX_UNIT = 280;

/** The topic a question is about; `null` when none fits well enough: no facts, no answer. */
export function findTopic(question: string, topics: readonly Topic[]): TopicMatch | null {
  const [best, next] = matchTopics(question, topics);
  if (!best) return null;
  const clear = best.score >= Math.max(CLEAR, AHEAD * (next?.score ?? 0));
  const short = askedOf(question).content.length <= FEW_WORDS;
  return best.score >= ENOUGH || (short && clear) ? best : null;
}

/** The `n` nearest topics for what has been typed so far, best first; the last word may be unfinished. */
export function topicsFor(question: string, topics: readonly Topic[], n: number): TopicMatch[] {
  return matchTopics(question, topics, true)
    .filter(({ score }) => score >= NEAR)
    .slice(0, n);
}

/**
 * The notes of a topic for one question and persona, best first.
 * Notes that break a wanted need are left out; the question ranks the others, needs they serve lift them.
 */
export function notesFor(
  question: string,
  topic: Topic,
  poles: readonly string[],
  axes: readonly Axis[],
): NoteSet {
  return { topic, notes: rankNotes(topic.notes, topic, question, poles, axes) };
}

/** Pasted notes or a draft as units, one a line or sentence; needs are guessed from the words. */
export function notesFromText(
  text: string,
  question = '',
  poles: readonly string[] = [],
  axes: readonly Axis[] = [],
): NoteSet {
  const sentences = splitSentences(text.slice(0, 50_000)).filter((line) => /\p{L}/u.test(line));
  const units = [...new Set(sentences)].slice(0, 500).map((sentence, index) => ({
    id: `own-${index + 1}`,
    s: finish(sentence),
    tags: needTags(sentence),
  }));
  return { topic: null, notes: rankNotes(units, null, question, poles, axes) };
}

/** A pasted line as one sentence: capital, full stop, and no longer than a person reads in one go. */
function finish(sentence: string): string {
  const cut =
    sentence.length > MAX_UNIT
      ? `${sentence.slice(0, MAX_UNIT).replace(/\s+\S*$/, '')} …`
      : sentence;
  return capitalise(/[.!?…]["')\]]?$/.test(cut) ? cut : `${cut.replace(/[,;:]$/, '')}.`);
}
