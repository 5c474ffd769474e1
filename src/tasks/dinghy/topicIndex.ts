import type { Topic } from '../../domain/knowledge';
import { splitWords } from '../../domain/text';

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

const STOP = new Set(
  `a about actually after again all also am an and another any anyone are as at be because been before being best
  better but by can can't could did do does doing don't even every few for from get gets getting give go going good
  got had has have having he help helps her here him his how however i i'd i'll i'm i've idea ideas if in into is it
  it's its just keep keeps know less let like little lot make makes making many maybe me more most much my myself need
  needs new no not of off often on one only or other our out over own people please possible really right she should
  simple so some someone something start still stop such suggest sure take than that that's the their them then there
  these they thing things think this those time tip tips to too try us use very want wants was way ways we well were
  what what's when where which while who why will with without wrong would year years you your advice way ways work works
  recommend explain tell question trouble always never say says said ask adult feel month day anyway sensible home`
    .split(/\s+/)
    .map((word) => stem(word)),
);

/** Stems of the words of a text that carry meaning, in order. */
export function contentStems(text: string): string[] {
  return splitWords(text)
    .map(stem)
    .filter((word) => word.length > 1 && !STOP.has(word));
}

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

/** A light English stemmer: enough that "sleeping", "sleeps" and "sleep" meet. */
function stem(word: string): string {
  let base = word.replace(/'s$/, '');
  if (base.length > 4) base = base.replace(/(?:ies|ied)$/, 'y');
  if (base.length > 4) base = base.replace(/(?<=[^s])s$|(?<=ss|sh|ch|x)es$/, '');
  if (base.length > 5) base = base.replace(/(?:ing|ed|ly)$/, '');
  base = base.replace(/([bdgmnprt])\1$/, '$1');
  return base.length > 3 ? base.replace(/e$/, '') : base;
}
