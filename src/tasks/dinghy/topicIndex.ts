import type { Topic } from '../../domain/knowledge';
import { contentStems } from './stems';

/** A topic and how much of the question's meaning it covers, 0 to 1. */
export interface TopicMatch {
  topic: Topic;
  score: number;
}

interface TopicIndex {
  /** Per topic the weight of each stem in it, 0 to 1. */
  weights: { topic: Topic; stems: Map<string, number>; questions: Set<string>[] }[];
  rarity: Map<string, number>;
  vocabulary: string[];
}

/** Weight of the words in a topic's title and keywords. */
const NAMES = 1;

/** All topics that share a word with the question, best first. */
export function matchTopics(
  question: string,
  topics: readonly Topic[],
  unfinished = false,
): TopicMatch[] {
  const index = indexOf(topics);
  const typed = [...new Set(contentStems(question.slice(0, 2000)))];
  const last = typed.at(-1);
  const asked = typed.map((word) => ({
    words: index.rarity.has(word)
      ? [word]
      : nearWords(word, index.vocabulary, unfinished && word === last),
    // A word no topic knows weighs as much as a rare one: the question is about something else.
    weight: index.rarity.get(word) ?? Math.log(1 + topics.length) * (unfinished ? 0.4 : 0.8),
  }));
  const total = asked.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [];
  return index.weights
    .map(({ topic, stems, questions }) => {
      const found = asked.map(({ words, weight }) => {
        const best = Math.max(0, ...words.map((word) => stems.get(word) ?? 0));
        return { best, weighed: best * weight };
      });
      const evidence = found.reduce((sum, { weighed }) => sum + weighed, 0);
      // A word that names the topic says more than any number of words that merely occur in it.
      const names = found.filter(({ best }) => best === NAMES).length;
      const like = Math.max(0, ...questions.map((question) => overlap(question, typed)));
      const score =
        (evidence / total) * 0.6 +
        Math.min(0.55, 0.3 * names + (names > 0 ? 0.1 : 0)) +
        like ** 2 / 2;
      return { topic, score: evidence === 0 ? 0 : Math.min(1, score) };
    })
    .filter(({ score }) => score > 0)
    .sort((x, y) => y.score - x.score);
}

/** Share of words that two questions have in common, 0 to 1. */
function overlap(known: ReadonlySet<string>, typed: readonly string[]): number {
  const common = typed.filter((word) => known.has(word)).length;
  return common / (known.size + typed.length - common || 1);
}

const indexes = new WeakMap<readonly Topic[], TopicIndex>();

function indexOf(topics: readonly Topic[]): TopicIndex {
  const known = indexes.get(topics);
  if (known) return known;
  const weights = topics.map((topic) => ({
    topic,
    stems: topicStems(topic),
    questions: topic.questions.map((question) => new Set(contentStems(question))),
  }));
  const counts = new Map<string, number>();
  for (const { stems } of weights)
    for (const word of stems.keys()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const rarity = new Map(
    Array.from(counts, ([word, count]) => [word, Math.log(1 + topics.length / count)]),
  );
  const index = { weights, rarity, vocabulary: [...counts.keys()] };
  indexes.set(topics, index);
  return index;
}

/** How much a word says of a topic: its name and keywords most, then questions, then the notes. */
function topicStems(topic: Topic): Map<string, number> {
  const stems = new Map<string, number>();
  const add = (texts: readonly string[], weights: readonly number[]) => {
    const counts = new Map<string, number>();
    for (const text of texts)
      for (const word of new Set(contentStems(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) {
      const weight = weights[Math.min(count, weights.length) - 1] ?? 0;
      stems.set(word, Math.max(weight, stems.get(word) ?? 0));
    }
  };
  const notes = topic.notes.map(({ a, r, e }) => [a, r, e].join(' '));
  add([...notes, topic.t, topic.w, topic.d, topic.m, topic.y], [0.2, 0.35, 0.5]);
  add(topic.questions, [0.45, 0.7, 0.9]);
  add([topic.title, topic.about, topic.keywords ?? ''], [NAMES]);
  return stems;
}

/** Known words that a mistyped or unfinished word may mean. */
function nearWords(word: string, vocabulary: readonly string[], unfinished: boolean): string[] {
  if (unfinished && word.length >= 2) {
    const started = vocabulary.filter((known) => known.startsWith(word));
    if (started.length > 0) return started;
  }
  return word.length < 4 ? [] : vocabulary.filter((known) => oneEditApart(word, known));
}

function oneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end))
    end += 1;
  const left = [a.slice(start, a.length - end), b.slice(start, b.length - end)] as const;
  const swapped = left[0].length === 2 && left[0] === [...left[1]].reverse().join('');
  return swapped || (left[0].length <= 1 && left[1].length <= 1);
}
