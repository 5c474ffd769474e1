import {
  asideKinds,
  type Aside,
  type AsideKind,
  type Note,
  type Topic,
} from '../../domain/knowledge';
import type { NoteSet } from './retrieve';

/** Poles that nothing but an aside can show, and its kind. */
export const asidePoles = {
  story: 'y',
  analogies: 'l',
  defines: 'd',
  technical: 't',
  'summary-first': 'm',
} as const satisfies Record<string, AsideKind>;

/** What an aside that goes with any note counts: less than one that is about a note told. */
const GENERAL = 0.5;
/** Of two that are about as many, the one that is about the note told first. */
const FIRST = 0.1;
/** Of so many notes told, how many an aside must be about: a third; the gist half. */
export const notesNeeded = (kind: AsideKind, told: number): number =>
  Math.ceil(kind === 'm' ? told / 2 : told / 3);

/** The number of a note of the topic, from 1. */
export const numberOf = (topic: Topic, noteId: string): number =>
  1 + topic.notes.findIndex(({ id }) => id === noteId);

/**
 * What fits beside `notes`, at most one aside of a kind: the one that is about most of them. Of a kind that only goes
 * with other notes there is none.
 */
export function asidesBeside(notes: readonly Note[], topic: Topic): NoteSet['asides'] {
  const numbers = notes.map(({ id }) => numberOf(topic, id));
  const told = new Set(numbers);
  const [first = 0] = numbers;
  const fit = ({ kind, beside }: Aside) => {
    if (!beside) return GENERAL;
    const about = beside.filter((number) => told.has(number)).length;
    if (about < notesNeeded(kind, told.size)) return 0;
    return about + (beside.includes(first) ? FIRST : 0);
  };
  return Object.fromEntries(
    asideKinds.flatMap((kind) => {
      const [best] = topic.asides
        .filter((aside) => aside.kind === kind && fit(aside) > 0)
        .toSorted((x, y) => fit(y) - fit(x));
      return best ? [[kind, best.text]] : [];
    }),
  );
}
