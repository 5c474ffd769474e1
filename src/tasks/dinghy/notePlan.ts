import type { Note, Topic } from '../../domain/knowledge';
import { withAsides } from './asideNotes';

/** Poles that ask for a part of a note. */
const PARTS = { numbers: 'n', examples: 'e', reasons: 'r', safe: 'c' } as const;

/** Poles that do not want a part of a note. */
const UNWANTED = { 'no-numbers': 'n', 'no-examples': 'e', 'just-what-to-do': 'r' } as const;

/** How many notes an answer tells, by what the person likes; the first that applies. */
const COUNTS: readonly [poles: readonly string[], usual: number][] = [
  [['one-pick'], 1],
  [['detailed'], 7],
  [['short'], 2],
  [['steps', 'bullets', 'several'], 5],
];
const USUAL = 4;
/** A question that more notes fit asks in general. */
const PARTICULAR = 6;
/** A short list has one item more than a short text. */
const SHORT_LIST = 3;

/**
 * The notes an answer tells, of those that fit: as many as the person likes, none beside one that it excludes, one that
 * has each part asked for, those that a story or definition is about where one is asked for, in the order in which one
 * would do them. Pasted notes stay as they are ranked.
 */
export function planNotes(
  ranked: readonly Note[],
  topic: Topic | null,
  poles: readonly string[],
): Note[] {
  const most = countFor(poles);
  const told: Note[] = [];
  for (const note of ranked.length > PARTICULAR ? commonFirst(ranked, topic) : ranked)
    if (told.length < most && !told.some((other) => areApart(note, other, topic))) told.push(note);
  for (const kind of partsAsked(poles)) {
    const better = ranked.find((note) => note[kind] !== undefined);
    const isTold = told.some((note) => note[kind] !== undefined);
    if (isTold || better === undefined || told.length === 0) continue;
    const others = told.slice(0, -1);
    if (!others.some((other) => areApart(better, other, topic))) told.splice(-1, 1, better);
  }
  const parts = partsAsked(poles).filter((kind) => told.some((note) => note[kind] !== undefined));
  const isSound = (notes: readonly Note[]) =>
    parts.every((kind) => notes.some((note) => note[kind] !== undefined)) &&
    !notes.some((one) => notes.some((other) => one !== other && areApart(one, other, topic)));
  const chosen = topic ? withAsides(told, ranked, topic, poles, isSound) : told;
  return inOrder(chosen, topic).map((note) => withoutParts(note, poles));
}

/** The note without what the person does not want to read: what is not there cannot slip in. */
function withoutParts(note: Note, poles: readonly string[]): Note {
  const wanted = { ...note };
  for (const [pole, kind] of Object.entries(UNWANTED))
    if (poles.includes(pole)) delete wanted[kind];
  return wanted;
}

/** Notes that go with all others before those that exclude some: one way among several. */
function commonFirst(ranked: readonly Note[], topic: Topic | null): Note[] {
  const excluded = ({ id }: Note) => topic?.apart?.filter((ids) => ids.includes(id)).length ?? 0;
  return ranked.toSorted((x, y) => excluded(x) - excluded(y));
}

function countFor(poles: readonly string[]): number {
  const counts = COUNTS.filter(([own]) => own.some((pole) => poles.includes(pole)));
  if (counts.length > 1 && poles.includes('short') && !poles.includes('one-pick'))
    return SHORT_LIST;
  return counts[0]?.[1] ?? USUAL;
}

function partsAsked(poles: readonly string[]): (typeof PARTS)[keyof typeof PARTS][] {
  return Object.entries(PARTS).flatMap(([pole, kind]) => (poles.includes(pole) ? [kind] : []));
}

function areApart(one: Note, other: Note, topic: Topic | null): boolean {
  const pair = topic?.apart?.find((ids) => ids.includes(one.id) && ids.includes(other.id));
  return pair !== undefined;
}

function inOrder(notes: readonly Note[], topic: Topic | null): Note[] {
  const order = topic && (topic.order ?? topic.notes.map(({ id }) => id));
  return order ? notes.toSorted((x, y) => order.indexOf(x.id) - order.indexOf(y.id)) : [...notes];
}
