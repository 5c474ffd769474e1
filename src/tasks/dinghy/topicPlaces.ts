import type { Topic } from '../../domain/knowledge';
import { contentStems } from './stems';
import { askedOf, termsOf, type Term } from './terms';

/** What a subject is known by. */
export interface Entry {
  /** The topic; `null` for a subject that no topic is about. */
  topic: Topic | null;
  /** How much each stem speaks for the subject. */
  weights: Map<string, number>;
  /** Stems that name it. */
  names: Set<string>;
  /** Phrases that name it, by their first stem. */
  phrases: ReadonlyMap<string, readonly Term[]>;
  /** Its example questions, as sets of stems. */
  questions: readonly Set<string>[];
}

/**
 * How much a word says, by where it stands. Fitted once by logistic regression on the shipped questions,
 * each left out of its topic in turn; `spread` is how far the place counts towards a word being common.
 */
export const PLACES = {
  name: { weight: 1.7, spread: 1 },
  keyword: { weight: 1.1, spread: 1 },
  title: { weight: 0.7, spread: 1 },
  about: { weight: 0.7, spread: 1 },
  near: { weight: 1.6, spread: 0.7 },
  question: { weight: 0.35, spread: 1 },
  particular: { weight: 0.6, spread: 0.5 },
  inPhrase: { weight: 0, spread: 0.5 },
  note: { weight: 0.6, spread: 0.25 },
  said: { weight: 0.5, spread: 0.25 },
} as const;
type Place = keyof typeof PLACES;

/** Where each stem of a subject stands, and in how many texts of that place. */
type Places = Map<string, [place: Place, count: number][]>;
/** A subject before its words are weighed. */
export type Draft = Omit<Entry, 'weights'> & { places: Places };

/** What a topic is known by. */
export function topicPlaces(topic: Topic): Draft {
  const places: Places = new Map();
  const naming = termsOf(topic.asked?.topic ?? []);
  const near = termsOf(topic.asked?.near ?? []);
  const particular = termsOf((topic.asked?.notes ?? []).flatMap(({ words }) => words));
  const single = (terms: readonly Term[]) =>
    terms.flatMap(({ stems }) => (stems.length === 1 ? stems : []));
  const phrases = [...naming, ...near].filter(({ stems }) => stems.length > 1);
  const keywords = contentStems(topic.keywords ?? '');
  const title = contentStems(topic.title);
  put(places, 'name', [new Set(single(naming))]);
  put(places, 'keyword', [new Set(keywords)]);
  put(places, 'title', [new Set(title)]);
  put(places, 'about', [new Set(contentStems(topic.about))]);
  put(places, 'near', [new Set(single(near))]);
  put(places, 'question', topic.questions.map(stemSet));
  put(places, 'particular', [new Set(single(particular))]);
  put(places, 'inPhrase', [new Set([...naming, ...particular].flatMap(({ stems }) => stems))]);
  put(
    places,
    'note',
    topic.notes.map(({ a, r, e, n, c }) => stemSet([a, r, e, n, c].join(' '))),
  );
  put(places, 'said', [topic.t, topic.w, topic.d, topic.m, topic.y].map(stemSet));
  return {
    topic,
    places,
    names: new Set([...single(naming), ...keywords, ...title]),
    phrases: byFirst(phrases),
    questions: topic.questions.map((question) => new Set(askedOf(question).content)),
  };
}

/** The same for a subject that no topic is about, from its list of words. */
export function foreignPlaces(list: string): Draft {
  const terms = termsOf(list.split(','));
  const names = new Set(terms.flatMap(({ stems }) => (stems.length === 1 ? stems : [])));
  const phrases = terms.filter(({ stems }) => stems.length > 1);
  const places: Places = new Map();
  put(places, 'name', [names]);
  put(places, 'inPhrase', [new Set(phrases.flatMap(({ stems }) => stems))]);
  return {
    topic: null,
    places,
    names,
    phrases: byFirst(phrases),
    questions: [],
  };
}

function byFirst(phrases: readonly Term[]): Map<string, Term[]> {
  const map = new Map<string, Term[]>();
  for (const phrase of phrases) {
    const [first = ''] = phrase.stems;
    map.set(first, [...(map.get(first) ?? []), phrase]);
  }
  return map;
}

function put(places: Places, place: Place, texts: readonly ReadonlySet<string>[]): void {
  const counts = new Map<string, number>();
  for (const words of texts)
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const [word, count] of counts)
    places.set(word, [...(places.get(word) ?? []), [place, count]]);
}

function stemSet(text: string): Set<string> {
  return new Set(contentStems(text));
}
