import { needTags } from '../../domain/features';
import type { AsideKind, Axis, Knowledge, Note, Topic } from '../../domain/knowledge';
import { capitalise, splitSentences } from '../../domain/text';
import { asidesBeside } from './asides';
import { planNotes } from './notePlan';
import { rankNotes } from './noteRank';
import { readerOf } from './questionReader';
import { contentStems } from './stems';

/** What an answer says: at most nine notes in their order, and what fits beside them. `topic` is `null` for pasted notes. */
export interface NoteSet {
  topic: Topic | null;
  notes: Note[];
  asides: Partial<Record<AsideKind, string>>;
}

/** A topic and the probability that it answers the question. */
export interface TopicMatch {
  topic: Topic;
  score: number;
}

type Sources = Pick<Knowledge, 'topics' | 'reader'>;

/** How likely a topic must be to answer a question, beside the chance that none does too; and to be offered while one types. */
const ENOUGH = 0.1;
const BESIDE_NOTHING = 0.5;
const NEAR = 0.009;
const MAX_UNIT = 280;

/** Topics that answer the same questions: their chances are added, the better one is shown. */
const TWINS: readonly (readonly string[])[] = [
  ['living-with-flatmates', 'living-with-roommates'],
  ['asking-for-a-raise', 'pay-rise-talks'],
  ['giving-presentations', 'giving-a-presentation'],
  ['saving-energy', 'energy-bills'],
  ['cheap-meals', 'cheaper-groceries'],
  ['cooking-for-guests', 'dinner-for-friends'],
];

/** True for two topics that answer the same questions. */
export function areTwins(one: string, other: string): boolean {
  return TWINS.some((group) => group.includes(one) && group.includes(other));
}

/** The topic a question is about; `null` when none fits well enough: no facts, no answer. */
export function findTopic(question: string, knowledge: Sources): TopicMatch | null {
  const odds = oddsOf(question, knowledge);
  const [best] = matchTopics(odds, knowledge);
  const least = Math.max(ENOUGH, BESIDE_NOTHING * (readerOf(knowledge) ? nothingAnswers(odds) : 0));
  return best && best.score >= least ? best : null;
}

/** The probability that no topic answers: what a reader's odds leave over. */
const nothingAnswers = (odds: ReadonlyMap<string, number>) =>
  1 - [...odds.values()].reduce((sum, x) => sum + x, 0);

/** The `n` nearest topics for what has been typed so far, best first; the last word may be unfinished. */
export function topicsFor(question: string, knowledge: Sources, n: number): TopicMatch[] {
  return matchTopics(oddsOf(question, knowledge, true), knowledge)
    .filter(({ score }) => score >= NEAR)
    .slice(0, n);
}

/** Per topic id how likely it answers the question. */
function oddsOf(question: string, knowledge: Sources, unfinished = false): Map<string, number> {
  return readerOf(knowledge)?.topics(question, unfinished) ?? sharedWords(question, knowledge);
}

function matchTopics(odds: ReadonlyMap<string, number>, knowledge: Sources): TopicMatch[] {
  return knowledge.topics
    .flatMap((topic) => {
      const own = odds.get(topic.id) ?? 0;
      const twins = TWINS.find((group) => group.includes(topic.id)) ?? [];
      const others = twins.filter((id) => id !== topic.id).map((id) => odds.get(id) ?? 0);
      // The twin that fits better stays ahead.
      const score = own + 0.999 * others.reduce((sum, x) => sum + x, 0);
      return own > 0 ? [{ topic, score }] : [];
    })
    .sort((x, y) => y.score - x.score);
}

/** Where a model ships no reader: the share of the question's words that a topic's title and questions hold. */
function sharedWords(question: string, { topics }: Sources): Map<string, number> {
  const asked = new Set(contentStems(question.slice(0, 2000)));
  return new Map(
    topics.map(({ id, title, questions }) => {
      const known = new Set(contentStems([title, ...questions].join(' ')));
      const shared = [...asked].filter((word) => known.has(word)).length;
      return [id, shared / Math.max(1, asked.size)];
    }),
  );
}

/**
 * The notes of a topic that answer one question for one persona, in their order.
 * Notes that break a wanted need are left out; the question ranks the others, needs they serve lift them.
 */
export function notesFor(
  question: string,
  topic: Topic,
  poles: readonly string[],
  knowledge: Pick<Knowledge, 'axes' | 'reader'>,
): NoteSet {
  const helps = readerOf(knowledge)?.notes(question, topic.id) ?? [];
  const odds = new Map(topic.notes.map(({ id }, index) => [id, helps[index] ?? 1]));
  const ranked = rankNotes(topic.notes, question, poles, knowledge.axes, odds);
  const notes = planNotes(ranked, topic, poles);
  return { topic, notes, asides: asidesBeside(notes, topic) };
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
  const ranked = rankNotes(units, question, poles, axes);
  return { topic: null, notes: planNotes(ranked, null, poles), asides: {} };
}

/** A pasted line as one sentence: capital, full stop, and no longer than a person reads in one go. */
function finish(sentence: string): string {
  const cut =
    sentence.length > MAX_UNIT
      ? `${sentence.slice(0, MAX_UNIT).replace(/\s+\S*$/, '')} …`
      : sentence;
  return capitalise(/[.!?…]["')\]]?$/.test(cut) ? cut : `${cut.replace(/[,;:]$/, '')}.`);
}
