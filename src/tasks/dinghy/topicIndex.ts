import type { Topic } from '../../domain/knowledge';
import { nearWords } from './spelling';
import { askedOf, holds, type Asked } from './terms';
import type { Entry } from './topicPlaces';
import { indexOf, type TopicIndex } from './topicWords';

/** A topic and the probability that the question is about it. */
export interface TopicMatch {
  topic: Topic;
  score: number;
}

/** Fitted together with the weights of `topicWords.ts`. */
const BEST_NAME = 1.8;
const UNKNOWN = -1.15;
const PHRASE = 0.8;
const PHRASE_WORDS = 0.7;
const LIKE = 4;
/** Subjects outside all topics have fewer words to be known by. */
const FOREIGN = 1.1;
/** Words that "such", "my" and the like do not stand for: at least this telling. */
const TELLING = 0.55;
/** A word that had to be guessed counts less. */
const GUESSED = 0.95;

/** Topics that answer the same questions: their chances are added, the better one is shown. */
const TWINS: readonly (readonly string[])[] = [
  ['living-with-flatmates', 'living-with-roommates'],
  ['asking-for-a-raise', 'pay-rise-talks'],
  ['giving-presentations', 'giving-a-presentation'],
  ['saving-energy', 'energy-bills'],
  ['cheap-meals', 'cheaper-groceries'],
  ['cooking-for-guests', 'dinner-for-friends'],
];

/** All topics that share a word with the question, likeliest first. */
export function matchTopics(
  question: string,
  topics: readonly Topic[],
  unfinished = false,
): TopicMatch[] {
  const index = indexOf(topics);
  const asked = askedOf(question);
  const words = knownWords(asked, index, unfinished);
  const scored = index.entries.flatMap((entry) => {
    const evidence = evidenceFor(entry, asked, words, index);
    return evidence === null ? [] : [{ topic: entry.topic, evidence }];
  });
  const top = Math.max(...scored.map(({ evidence }) => evidence));
  const chances = scored.map(({ topic, evidence }) => ({
    topic,
    chance: Math.exp(evidence - top),
  }));
  const total = chances.reduce((sum, { chance }) => sum + chance, 0);
  return chances
    .flatMap(({ topic, chance }) => {
      if (!topic) return [];
      const twins = TWINS.find((group) => group.includes(topic.id)) ?? [];
      const others = chances.filter(
        (other) => other.topic && other.topic !== topic && twins.includes(other.topic.id),
      );
      const added = others.reduce((sum, other) => sum + other.chance, 0);
      // The twin that fits better stays ahead.
      return [{ topic, score: (chance + 0.999 * added) / total }];
    })
    .sort((x, y) => y.score - x.score);
}

interface Word {
  spellings: readonly string[];
  trust: number;
}

/** How much speaks for a subject, as a logarithm; `null` where nothing does. */
function evidenceFor(
  { topic, weights, names, phrases, questions }: Entry,
  asked: Asked,
  words: readonly Word[],
  { rarity }: TopicIndex,
): number | null {
  let sum = 0;
  let unknown = 0;
  let bestName = 0;
  const telling = (word: string) => rarity.get(word) ?? 1;
  for (const { spellings, trust } of words) {
    const [only = ''] = spellings;
    if (spellings.length === 1) {
      const weight = weights.get(only);
      if (weight === undefined) unknown += telling(only);
      else sum += trust * telling(only) * weight;
      if (names.has(only)) bestName = Math.max(bestName, trust * telling(only));
      continue;
    }
    const found = spellings.filter((word) => weights.has(word));
    if (found.length === 0) unknown += Math.max(0, ...spellings.map(telling));
    else sum += trust * Math.max(...found.map((word) => telling(word) * (weights.get(word) ?? 0)));
    const named = spellings.filter((word) => names.has(word)).map(telling);
    bestName = Math.max(bestName, trust * Math.max(0, ...named));
  }
  const said = [...asked.places.keys()]
    .flatMap((word) => phrases.get(word) ?? [])
    .filter((phrase) => holds(asked, phrase))
    .map(({ stems }) => stems);
  if (sum === 0 && said.length === 0) return null;
  const inPhrases = said.flat().reduce((total, word) => total + telling(word), 0);
  const like = Math.max(0, ...questions.map((known) => overlap(known, asked.content)));
  return (
    sum +
    BEST_NAME * bestName +
    UNKNOWN * unknown +
    PHRASE * Math.min(3, said.length) +
    PHRASE_WORDS * Math.min(4, inPhrases) +
    LIKE * like ** 2 +
    (topic ? 0 : FOREIGN)
  );
}

/** Share of words that two questions have in common, 0 to 1. */
function overlap(known: ReadonlySet<string>, typed: readonly string[]): number {
  const common = typed.filter((word) => known.has(word)).length;
  return common / (known.size + typed.length - common || 1);
}

/** Each word of the question with the words it may stand for. */
function knownWords(
  { all, content }: Asked,
  { rarity, vocabulary }: TopicIndex,
  unfinished: boolean,
): Word[] {
  const last = content.at(-1);
  const listed = [...all].filter((word) => (rarity.get(word) ?? 0) > TELLING);
  return [...new Set([...content, ...listed])].map((word) => {
    if (rarity.has(word) && !(unfinished && word === last)) return { spellings: [word], trust: 1 };
    const near = nearWords(word, vocabulary, unfinished && word === last);
    return near.length > 0 ? { spellings: near, trust: GUESSED } : { spellings: [word], trust: 1 };
  });
}
