import { existsSync, readFileSync } from 'node:fs';
import type { Axis, Knowledge, Topic } from '../../../src/domain/knowledge';
import type { ReaderData } from '../../../src/domain/reader';
import { hashOf } from '../../../src/domain/random';

/** What of the written text a sample may use: the part for training, or the part held out for tests. */
export interface Split {
  topics: 'seen' | 'held';
  wordings: 'seen' | 'held';
}

export type Place = 'open' | 'mid' | 'close' | 'lead';

/** All wordings of one pole (or of `plain/do`, `neutral/open` …) in one split. */
export interface Wordings {
  is: string[];
  wants: string[];
  me: string[];
  lines: Record<Place, string[]>;
  /** Those of `lines` that fit any answer on any topic (marked `open*:`): answers are written of these alone. */
  sound: Record<Place, string[]>;
}

const root = new URL('..', import.meta.url).pathname;
const files = ['personas-1', 'personas-2', 'personas-3', 'lines-1', 'lines-2', 'lines-3'];
const read = (path: string) => readFileSync(root + path, 'utf8');

/** axes.json, topics.json and reader.json as the app loads them. */
export const knowledge: Knowledge = {
  // Our own files, checked by buildTopics.ts and the unit tests.
  axes: (JSON.parse(read('axes.json')) as { axes: Axis[] }).axes,
  topics: (JSON.parse(read('topics.json')) as { topics: Topic[] }).topics,
  ...(existsSync(`${root}reader.json`)
    ? { reader: JSON.parse(read('reader.json')) as ReaderData }
    : {}),
};

/** Pole ids with their axis. */
export const poles = knowledge.axes.flatMap((axis) => axis.poles.map(({ id }) => ({ id, axis })));

const sections = new Map<string, string[]>();
for (const file of files) {
  let section: string[] = [];
  for (const line of read(`train/wordings/${file}.txt`).split('\n')) {
    if (line.startsWith('## ')) {
      const id = line.slice(3).split('/').at(-1)?.trim() ?? '';
      const key = line.includes('neutral/') || line.includes('plain/') ? line.slice(3).trim() : id;
      section = sections.get(key) ?? [];
      sections.set(key, section);
    } else if (line.trim() !== '') section.push(line.trim());
  }
}

/** One tenth of all wordings, by hash, is never trained on. */
export function isHeld(text: string): boolean {
  return hashOf(text) % 10 === 0;
}

/** One eighth of the topics is never trained on. */
export function topicsOf(split: Split): Topic[] {
  return knowledge.topics.filter(({ id }) => (hashOf(id) % 8 === 0) === (split.topics === 'held'));
}

/** One axis pair in 25 never differs together in training. */
export function isHeldPair(a: Axis, b: Axis): boolean {
  return hashOf([a.id, b.id].sort().join('+')) % 25 === 0;
}

const cache = new Map<string, Wordings>();

/** Wordings of a pole; empty lists where none were written. Leads (frames) are never held out. */
export function wordingsOf(pole: string, which: Split['wordings']): Wordings {
  const key = `${pole}:${which}`;
  const known = cache.get(key);
  if (known) return known;
  const found: Wordings = {
    is: [],
    wants: [],
    me: [],
    lines: { open: [], mid: [], close: [], lead: [] },
    sound: { open: [], mid: [], close: [], lead: [] },
  };
  for (const line of sections.get(pole) ?? []) {
    const [, kind = '', mark = '', text = ''] = /^(\w+)(\*?):\s*(.*)$/.exec(line) ?? [];
    if (kind !== 'lead' && isHeld(text) !== (which === 'held')) continue;
    if (kind === 'is' || kind === 'wants' || kind === 'me') found[kind].push(text);
    else if (kind === 'open' || kind === 'mid' || kind === 'close' || kind === 'lead') {
      found.lines[kind].push(text);
      if (mark === '*') found.sound[kind].push(text);
    } else throw new Error(`cannot read "${line}" of ${pole}`);
  }
  cache.set(key, found);
  return found;
}
