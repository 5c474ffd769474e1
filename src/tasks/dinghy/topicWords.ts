import type { Topic } from '../../domain/knowledge';
import elsewhere from './elsewhere.json';
import { atOnce } from './steps';
import { foreignPlaces, PLACES, topicPlaces, type Draft, type Entry } from './topicPlaces';

/** All subjects, and how telling each stem is: 1 in one of them alone, less in many. */
export interface TopicIndex {
  entries: readonly Entry[];
  rarity: ReadonlyMap<string, number>;
  vocabulary: readonly string[];
}

const indexes = new WeakMap<readonly Topic[], TopicIndex>();

/** The index of a list of topics, made once. */
export function indexOf(topics: readonly Topic[]): TopicIndex {
  return atOnce(indexing(topics));
}

/** Makes the index a subject a step, for idle moments. */
export function* indexing(topics: readonly Topic[]): Generator<void, TopicIndex, void> {
  const known = indexes.get(topics);
  if (known) return known;
  const drafts: Draft[] = [];
  for (const topic of topics) {
    drafts.push(topicPlaces(topic));
    yield;
  }
  for (const list of Object.values(elsewhere)) drafts.push(foreignPlaces(list));
  yield;
  const spread = new Map<string, number>();
  for (const { places } of drafts) {
    for (const [word, found] of places) {
      const widest = Math.max(...found.map(([place]) => PLACES[place].spread));
      spread.set(word, (spread.get(word) ?? 0) + widest);
    }
    yield;
  }
  const rarity = new Map(
    Array.from(spread, ([word, count]) => [
      word,
      Math.max(0, 1 - Math.log(Math.max(1, count)) / Math.log(1 + drafts.length)),
    ]),
  );
  yield;
  const entries: Entry[] = [];
  for (const { places, ...entry } of drafts) {
    entries.push({ ...entry, weights: weigh(places) });
    yield;
  }
  const index = { entries, rarity, vocabulary: [...rarity.keys()] };
  indexes.set(topics, index);
  return index;
}

function weigh(places: Draft['places']): Map<string, number> {
  return new Map(
    Array.from(places, ([word, found]) => [
      word,
      found.reduce((sum, [place, count]) => sum + PLACES[place].weight * Math.sqrt(count), 0),
    ]),
  );
}
