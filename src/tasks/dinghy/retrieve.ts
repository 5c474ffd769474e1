import { needTags } from '../../domain/features';
import { tagsFor, type Axis, type Note, type Topic } from '../../domain/knowledge';
import { capitalise, splitSentences } from '../../domain/text';
import { contentStems } from './stems';
import { matchTopics, type TopicMatch } from './topicIndex';

/** What an answer may say: at most nine notes, best first. `topic` is `null` for pasted notes. */
export interface NoteSet {
  topic: Topic | null;
  notes: Note[];
}

const MAX_NOTES = 9;
/** Share of a question's meaning (by rarity of its words) that a topic must cover to answer it. */
const ENOUGH = 0.64;
const MAX_UNIT = 280;

/** The topic a question is about; `null` when none fits well enough: no facts, no answer. */
export function findTopic(question: string, topics: readonly Topic[]): TopicMatch | null {
  const best = matchTopics(question, topics)[0];
  return best && best.score >= ENOUGH ? best : null;
}

/** The `n` nearest topics for what has been typed so far, best first; the last word may be unfinished. */
export function topicsFor(question: string, topics: readonly Topic[], n: number): TopicMatch[] {
  return matchTopics(question, topics, true)
    .filter(({ score }) => score >= ENOUGH / 2)
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
  return { topic, notes: rank(topic.notes, question, poles, axes) };
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
  return { topic: null, notes: rank(units, question, poles, axes) };
}

function rank(
  notes: readonly Note[],
  question: string,
  poles: readonly string[],
  axes: readonly Axis[],
): Note[] {
  const { broken, served } = tagsFor(poles, axes);
  const asked = new Set(contentStems(question));
  const allowed = notes.filter(({ tags }) => !tags.some((tag) => broken.has(tag)));
  const stems = allowed.map((note) => new Set(contentStems(wordsOf(note))));
  const rarity = (stem: string) =>
    Math.log(1 + allowed.length / (1 + stems.filter((set) => set.has(stem)).length));
  return allowed
    .map((note, index) => {
      const match = [...(stems[index] ?? [])].filter((stem) => asked.has(stem));
      const serves = note.tags.filter((tag) => served.has(tag)).length;
      return { note, score: match.reduce((sum, stem) => sum + rarity(stem), 0) + 3 * serves };
    })
    .sort((x, y) => y.score - x.score)
    .slice(0, MAX_NOTES)
    .map(({ note }) => note);
}

function wordsOf({ a, r, e, n, c, s }: Note): string {
  return [a, r, e, n, c, s].join(' ');
}

/** A pasted line as one sentence: capital, full stop, and no longer than a person reads in one go. */
function finish(sentence: string): string {
  const cut =
    sentence.length > MAX_UNIT
      ? `${sentence.slice(0, MAX_UNIT).replace(/\s+\S*$/, '')} …`
      : sentence;
  return capitalise(/[.!?…]["')\]]?$/.test(cut) ? cut : `${cut.replace(/[,;:]$/, '')}.`);
}
