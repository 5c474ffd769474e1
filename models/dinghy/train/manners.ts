import { asidePoles } from '../../../src/tasks/dinghy/asides';

/** Poles shown by sentences that stand around the notes. */
export const spokenPoles = [
  'formal',
  'casual',
  'warm',
  'matter-of-fact',
  'playful',
  'hedged',
  'unhedged',
  'asks-back',
  'one-pick',
  'several',
  'polite',
  'plain-spoken',
  'direct',
  'gentle-lead-in',
  'encouraging',
  'confident',
  'modest',
  'safe',
];

/** Poles shown by something being absent: nothing to write, nothing else may write it either. */
export const absentPoles = [
  'free-form',
  'prose',
  'serious',
  'no-examples',
  'literal',
  'no-numbers',
  'just-what-to-do',
  'no-questions',
  'straight-in',
  'no-story',
  'no-definitions',
  'neutral',
];

/** Poles shown by what is said of the topic, and the kind of the reference. */
const topicPoles = { ...asidePoles, beginner: 'w' } as const;
export type TopicKind = (typeof topicPoles)[keyof typeof topicPoles];

/** The pole that asks for a kind of words on the topic. */
export const poleOfTopic = (kind: TopicKind): string =>
  Object.entries(topicPoles).find(([, known]) => known === kind)?.[0] ?? '';

/** What references stand for: the parts of each note by its number, and the kinds of words on the topic. */
export class References {
  readonly topic = new Set<string>();
  readonly #notes = new Map<number, Set<string>>();

  constructor(tokens: readonly string[]) {
    for (const token of tokens) {
      const [, kind = '', number] = /^<\|([a-z])(\d)?\|>$/.exec(token) ?? [];
      if (number === undefined) this.topic.add(kind);
      else {
        const known = this.#notes.get(Number(number)) ?? new Set<string>();
        this.#notes.set(Number(number), known.add(kind));
      }
    }
  }

  /** Numbers of the notes that can be told, best first. */
  get notes(): number[] {
    return [...this.#notes.keys()]
      .filter((n) => this.has(n, 'a') || this.has(n, 's'))
      .sort((x, y) => x - y);
  }

  has(n: number, kind: string): boolean {
    return this.#notes.get(n)?.has(kind) ?? false;
  }
}
