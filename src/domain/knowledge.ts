import type { GaugeData } from './gauge';
import type { ReaderData } from './reader';

/** One end of an axis. `id` is unique over all axes; `label` is for people. */
export interface Pole {
  id: string;
  label: string;
}

/** One way in which answers differ. The list is `models/<id>/axes.json`. */
export interface Axis {
  id: string;
  /** `manner` changes how something is said, `needs` what is said. */
  family: 'manner' | 'needs';
  /** True where features of the text show it. */
  measurable: boolean;
  definition: string;
  poles: [Pole, Pole];
  example: string;
  /** Tags of notes that somebody at the first pole cannot use. */
  breaks?: string[];
  /** Tags of notes that somebody at the first pole likes. */
  serves?: string[];
}

/** One unit of advice: `a` action, `r` reason, `e` example, `n` number, `c` caution; `s` a pasted sentence. */
export interface Note {
  id: string;
  a?: string;
  r?: string;
  e?: string;
  n?: string;
  c?: string;
  s?: string;
  tags: string[];
}

/** What is said beside notes: a technical point, plain words, a definition, a comparison, a story, a gist, a joke. */
export const asideKinds = ['t', 'w', 'd', 'l', 'y', 'm', 'j'] as const;
export type AsideKind = (typeof asideKinds)[number];

export interface Aside {
  kind: AsideKind;
  text: string;
  /** Numbers (from 1) of the notes beside which it makes sense; beside any, where it is missing. */
  beside?: number[];
}

/** Notes on one everyday topic, with what can be said beside them. */
export interface Topic {
  id: string;
  title: string;
  /** Fits "A few things help with …". */
  about: string;
  area: string;
  questions: string[];
  asides: Aside[];
  notes: Note[];
  /** Ids of the notes in the order in which one would do or tell them; as listed, where it is missing. */
  order?: string[];
  /** Pairs of notes that exclude each other in one answer. */
  apart?: [string, string][];
}

/** What a task-tuned model is shipped with: axes.json, topics.json, gauge.json and reader.json. */
export interface Knowledge {
  axes: Axis[];
  topics: Topic[];
  /** Reads pairs and personas beside the language model; absent where a model reads alone. */
  gauge?: GaugeData;
  /** Finds topic and notes for a question; without it, shared words do. */
  reader?: ReaderData;
}

/** The axis a pole belongs to, and the pole at its other end; `null` for an unknown pole. */
export function findPole(
  poleId: string,
  axes: readonly Axis[],
): { axis: Axis; pole: Pole; opposite: Pole; first: boolean } | null {
  for (const axis of axes) {
    const [a, b] = axis.poles;
    if (a.id === poleId) return { axis, pole: a, opposite: b, first: true };
    if (b.id === poleId) return { axis, pole: b, opposite: a, first: false };
  }
  return null;
}

/** Tags of notes that must not reach, and that suit, somebody with these poles. */
export function tagsFor(
  poles: readonly string[],
  axes: readonly Axis[],
): { broken: Set<string>; served: Set<string> } {
  const broken = new Set<string>();
  const served = new Set<string>();
  for (const id of poles) {
    const found = findPole(id, axes);
    if (!found || found.axis.family !== 'needs') continue;
    const { axis, first } = found;
    for (const tag of axis.breaks ?? []) (first ? broken : served).add(tag);
    if (first) for (const tag of axis.serves ?? []) served.add(tag);
  }
  for (const tag of broken) served.delete(tag);
  return { broken, served };
}
