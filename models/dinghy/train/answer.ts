import { answerFrames, laterFrames, MOST, MOST_OF, mannerFrames } from './answerFrames';
import { answerLines, type AnswerLines } from './answerLines';
import { absentPoles, poleOfTopic, References, type TopicKind } from './manners';
import type { Random } from './random';
import type { Rendered, Style } from './render';
import { wordingsOf, type Split } from './wordings';

/** From so many notes on, what is said of the topic as a whole sums up the answer. */
const WHOLE_TOPIC = 7;
/** Poles that ask for a part of a note, and those that do not want it. */
const parts = {
  e: ['examples', 'no-examples'],
  n: ['numbers', 'no-numbers'],
  r: ['reasons', 'just-what-to-do'],
  c: ['safe', 'bold'],
} as const;
type Part = keyof typeof parts;
const partKinds = ['r', 'e', 'n', 'c'] as const satisfies readonly Part[];
/**
 * Writes an answer for a style over the references that are there, as a template: every pole once, so that nobody can
 * miss it; one line before the notes and one after them at most; sound lines and frames only.
 */
export class AnswerWriter {
  readonly #shown = new Set<string>();
  readonly #used = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #references: References;
  readonly #layout: 'prose' | 'steps' | 'bullets';
  readonly #order: readonly number[];
  readonly #lines: AnswerLines;
  /** Manners that only frames can show any more. */
  readonly #owed: Set<string>;

  constructor(
    readonly style: Style,
    references: readonly string[],
    readonly random: Random,
    split: Split,
  ) {
    this.#references = new References(references);
    this.#order = this.#choose();
    // One item is no list.
    const isList = this.#order.length > 1;
    this.#layout =
      isList && style.has('steps') ? 'steps' : isList && style.has('bullets') ? 'bullets' : 'prose';
    this.#lines = answerLines(style, random, split, {
      namesTopic: this.#references.topic.has('g'),
      notes: this.#order.length,
      framed: this.#layout === 'prose' || this.#order.length > 1,
    });
    this.#owed = new Set(this.#lines.owed);
  }

  render(): Rendered {
    const { style, random } = this;
    const { open, pick, mid, close, ask } = this.#lines;
    for (const pole of this.#lines.shown) this.#shown.add(pole);
    const gist = pick === null ? this.#gist() : null;
    const isWhole = gist?.includes('<|m|>') ?? false;
    const aside = [...this.#aside('t'), ...this.#aside('w'), ...this.#aside('l')];
    const early = random.chance(0.5);
    const lead = pick ?? (isWhole ? null : gist);
    const body = this.#body(lead, this.#layout === 'prose' ? mid : []);
    const before = [
      ...open,
      ...(isWhole && gist !== null ? [gist] : []),
      ...this.#aside('d'),
      ...(early ? aside : []),
    ];
    const after = [
      ...(early ? [] : aside),
      ...this.#aside('y'),
      ...this.#joke(),
      ...(this.#layout === 'prose' ? [] : mid),
      ...close,
      ...ask,
    ];
    for (const pole of [...absentPoles, 'short', 'detailed'])
      if (style.has(pole)) this.#shown.add(pole);
    const roomy = random.chance(0.25) && this.#order.length > 2;
    const gap = this.#layout !== 'prose' ? '\n' : roomy ? '\n\n' : ' ';
    const text = [before.join(' '), body, after.join(' ')].filter((part) => part !== '').join(gap);
    return { text, shown: [...style].filter((pole) => this.#shown.has(pole)) };
  }

  /** Which notes, best first; among them one that has each part asked for. */
  #choose(): number[] {
    const { style, random } = this;
    const all = this.#references.notes;
    const listed = style.has('several') || style.has('steps') || style.has('bullets');
    const count = style.has('one-pick')
      ? 1
      : style.has('short')
        ? listed
          ? 2
          : random.between(1, 2)
        : style.has('detailed')
          ? random.between(6, 9)
          : listed
            ? random.between(3, random.chance(0.4) ? 7 : 4)
            : random.between(2, 4);
    const asked = partKinds.filter((kind) => style.has(parts[kind][0]));
    const lacking = (list: readonly number[]) =>
      asked.filter((kind) => !list.some((n) => this.#has(n, kind))).length;
    let best = all.slice(0, count);
    for (const n of all.slice(count))
      for (let at = best.length - 1; at >= 0; at -= 1) {
        const other = best.map((known, index) => (index === at ? n : known));
        if (lacking(other) < lacking(best)) best = other;
      }
    return best;
  }

  /** The answer in a line: of the topic where all of it is told, else the words that lead up to the best note. */
  #gist(): string | null {
    if (!this.style.has('summary-first')) return null;
    this.#shown.add('summary-first');
    const lead = this.#unused(wordingsOf('summary-first', 'seen').sound.lead);
    return this.#references.notes.length >= WHOLE_TOPIC && this.#references.topic.has('m')
      ? `${lead} <|m|>`
      : lead;
  }

  #body(lead: string | null, between: readonly string[]): string {
    const marks = this.#marked();
    const units = this.#order.map((n, index) => {
      const told = this.#unit(n, index, index === 0 && lead !== null, marks);
      return index === 0 && lead !== null && this.#layout === 'prose' ? `${lead} ${told}` : told;
    });
    if (this.#layout === 'prose') {
      const at = this.random.between(1, Math.max(1, units.length));
      return [...units.slice(0, at), ...between, ...units.slice(at)].join(' ');
    }
    this.#shown.add(this.#layout);
    const mark = (index: number) => (this.#layout === 'steps' ? `${index + 1}. ` : '- ');
    if (lead === null || units.length === 1)
      return units
        .map((unit, index) => `${mark(index)}${index === 0 && lead ? `${lead} ` : ''}${unit}`)
        .join('\n');
    const [first, ...others] = units;
    return [`${lead} ${first}`, ...others.map((unit, index) => mark(index) + unit)].join('\n');
  }

  /** Which notes get an example, a figure, a reason, a caution: most, and the first that can. */
  #marked(): Record<Part, Set<number>> {
    const { style, random } = this;
    const order = this.#order;
    const rest = order.length > 5 ? 0.25 : order.length > 3 ? 0.45 : 0.85;
    const share = { e: 0.75, n: 0.9, r: 0.75, c: 0.8 };
    const chosen = (kind: Part) => {
      const [wanted, unwanted] = parts[kind];
      const able = order.filter((n) => this.#has(n, kind));
      if (style.has(wanted) && able.length > 0) {
        this.#shown.add(wanted);
        return new Set(able.filter((_, index) => index === 0 || random.chance(share[kind])));
      }
      // A detailed answer tells more of each note, the fewer there are, but nothing that was not wanted.
      const elaborates = style.has('detailed') && !style.has(unwanted);
      return new Set(elaborates ? able.filter(() => random.chance(rest)) : []);
    };
    return { e: chosen('e'), n: chosen('n'), r: chosen('r'), c: chosen('c') };
  }

  #unit(n: number, index: number, isLed: boolean, marks: Record<Part, Set<number>>): string {
    const { random } = this;
    const told: string[] = [];
    const frames = isLed ? null : this.#frames(index);
    let isReasoned = false;
    if (!this.#has(n, 'a')) told.push(this.#put(isLed ? ['{s}'] : this.#ownFrames(index), n));
    else if (isLed) told.push(`<|a${n}|>.`);
    else if (frames) told.push(this.#put(frames, n));
    else if (marks.r.has(n) && random.chance(0.6)) {
      told.push(this.#put(wordingsOf('reasons', 'seen').sound.lead, n));
      isReasoned = true;
    } else told.push(this.#put(this.#plainFrames(index), n));
    if (marks.r.has(n) && !isReasoned) told.push(this.#put(answerFrames.why, n));
    if (marks.e.has(n))
      told.push(`${this.#unused(wordingsOf('examples', 'seen').sound.lead)} <|e${n}|>.`);
    if (marks.n.has(n)) told.push(`<|n${n}|>.`);
    if (marks.c.has(n)) told.push(`<|c${n}|>.`);
    return told.join(' ');
  }

  /** Frames that carry a manner; plain ones stand between them now and then. */
  #frames(index: number): readonly string[] | null {
    const { style, random } = this;
    if (style.has('several') && this.#layout === 'prose') {
      this.#shown.add('several');
      return index === 0 ? answerFrames.firstOption : answerFrames.otherOption;
    }
    const able = Object.keys(mannerFrames).filter(
      (pole) =>
        style.has(pole) &&
        (this.#counts.get(pole) ?? 0) <
          (MOST_OF[pole] ?? MOST) - Number(this.#lines.shown.includes(pole)),
    );
    const owed = able.filter((pole) => this.#owed.has(pole));
    const list = owed.length > 0 ? owed : able;
    if (list.length === 0 || (owed.length === 0 && random.chance(0.35))) return null;
    const pole = random.pick(list);
    this.#owed.delete(pole);
    this.#counts.set(pole, (this.#counts.get(pole) ?? 0) + 1);
    this.#shown.add(pole);
    return [...(mannerFrames[pole] ?? []), ...(index > 0 ? (laterFrames[pole] ?? []) : [])];
  }

  #ownFrames(index: number): readonly string[] {
    if (!this.style.has('several') || this.#layout !== 'prose') return ['{s}'];
    this.#shown.add('several');
    return index === 0 ? answerFrames.firstOptionOwn : answerFrames.otherOptionOwn;
  }

  #plainFrames(index: number): readonly string[] {
    const { random, style } = this;
    const plain = wordingsOf('plain/do', 'seen').sound.lead;
    if (style.has('short') || random.chance(this.#layout === 'prose' ? 0.5 : 0.85)) return ['{A}.'];
    return index > 0 && this.#layout === 'prose' && random.chance(0.3) ? answerFrames.next : plain;
  }

  /** What is said of the topic: a term, plain words, a definition, a comparison, a story. */
  #aside(kind: Exclude<TopicKind, 'm'>): string[] {
    const pole = poleOfTopic(kind);
    if (!this.style.has(pole) || !this.#references.topic.has(kind)) return [];
    // One plain lead is enough: before the topic's plain words, or before a note's.
    if (kind === 'w' && this.random.chance(0.5)) return [];
    if (kind === 'w') this.#counts.set(pole, MOST);
    this.#shown.add(pole);
    const lead = this.#unused(wordingsOf(pole, 'seen').sound.lead);
    if (kind === 'y' && this.random.chance(0.35)) return ['<|y|>'];
    return [kind === 'd' || kind === 'y' ? `${lead} <|${kind}|>` : `${lead} <|${kind}|>.`];
  }

  #joke(): string[] {
    if (!this.style.has('playful') || !this.#references.topic.has('j') || this.random.chance(0.3))
      return [];
    this.#shown.add('playful');
    return [this.random.pick(answerFrames.joke).replace('{j}', '<|j|>')];
  }

  #put(list: readonly string[], n: number): string {
    return this.#unused(list)
      .replace(/\{([A-Z])\}/g, (_, kind: string) => `<|${kind.toLowerCase()}${n}|>`)
      .replace(/\{([a-z])\}/g, `<|$1${n}|>`);
  }

  /** One of `list` that this answer does not hold yet; short ones may come again. */
  #unused(list: readonly string[]): string {
    const fresh = list.filter((frame) => frame.length <= 4 || !this.#used.has(frame));
    if (fresh.length === 0 && list.every((frame) => frame.includes('{a}'))) return '{A}.';
    const frame = this.random.pick(fresh.length > 0 ? fresh : list);
    this.#used.add(frame);
    return frame;
  }

  #has(n: number, kind: string): boolean {
    return this.#references.has(n, kind);
  }
}
