import { SaidWords } from '../../../src/tasks/dinghy/stockWords';
import { answerFrames, laterFrames, MOST, MOST_OF, mannerFrames } from './answerFrames';
import { answerLines, type AnswerLines } from './answerLines';
import { Counts } from './counts';
import { absentPoles, poleOfTopic, References, type TopicKind } from './manners';
import type { Random } from './random';
import type { Rendered, Style } from './render';
import { wordingsOf, type Split } from './wordings';

/** Poles that ask for a part of a note, and those that do not want it. */
const parts = {
  e: ['examples', 'no-examples'],
  n: ['numbers', 'no-numbers'],
  r: ['reasons', 'just-what-to-do'],
  c: ['safe', 'bold'],
} as const;
type Part = keyof typeof parts;
/** Frames that begin with "It is …", "It helps …", or with "I …": a third one would sound like a list of rules. */
const BEGINNING = /^(?:\w+, )?(it|i) /i;
const MOST_ALIKE = 2;
const partKinds = ['r', 'e', 'n', 'c'] as const satisfies readonly Part[];
/**
 * Writes an answer for a style over the references that are there, as a template: every pole once, so that nobody can
 * miss it; all notes in their order; one line before the notes and one after them at most; sound lines and frames only, no
 * two that share a word which readers would remember.
 */
export class AnswerWriter {
  readonly #shown = new Set<string>();
  readonly #said = new SaidWords();
  readonly #counts = new Counts<string>();
  readonly #beginnings = new Map<string, number>();
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
    this.#order = this.#references.notes;
    // One item is no list.
    const isList = this.#order.length > 1;
    this.#layout =
      isList && style.has('steps') ? 'steps' : isList && style.has('bullets') ? 'bullets' : 'prose';
    this.#lines = answerLines(style, random, split, this.#said, {
      namesTopic: this.#references.topic.has('g'),
      // A comparison names the topic.
      isNamed: style.has('analogies') && this.#references.topic.has('l'),
      notes: this.#order.length,
      framed: this.#layout === 'prose' || this.#order.length > 1,
      isExplained: this.#isExplained,
      hasJoke: this.#references.topic.has('j'),
    });
    this.#owed = new Set(this.#lines.owed);
  }

  render(): Rendered {
    const { style, random } = this;
    const { open, pick, choice, mid, close, ask } = this.#lines;
    for (const pole of this.#lines.shown) this.#shown.add(pole);
    const gist = pick === null ? this.#gist() : null;
    const isWhole = gist?.includes('<|m|>') ?? false;
    const technical = this.#aside('t');
    // An opening line announces advice, nothing else.
    const isAnnounced = open.length > 0 && !style.has('gentle-lead-in');
    // Plain words would say the gist again: a frame shows the manner then.
    const terms = [...this.#aside('d'), ...(isWhole ? [] : this.#aside('w'))];
    const isEarly = !isAnnounced && random.chance(0.3);
    const before = [
      ...open,
      ...(isWhole && gist !== null ? [gist] : []),
      ...(isAnnounced ? [] : terms),
      ...(isEarly ? technical : []),
    ];
    const body = this.#body(pick ?? (isWhole ? null : gist));
    const after = [
      ...choice,
      ...(isAnnounced ? terms : []),
      ...(isEarly ? [] : technical),
      ...this.#aside('l'),
      ...this.#aside('y'),
      ...this.#joke(),
      // "Just my two cents" takes leave of the advice: nothing of the matter comes after it.
      ...mid,
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

  /** The gist of the topic; of pasted notes, words that lead up to the best of several. */
  #gist(): string | null {
    const isWhole = this.#references.topic.has('m');
    if (!this.style.has('summary-first') || !(isWhole || this.#order.length > 1)) return null;
    this.#shown.add('summary-first');
    if (!isWhole) return this.#unused(answerFrames.gist);
    return `${this.#unused(wordingsOf('summary-first', 'seen').sound.lead) ?? 'In short:'} <|m|>`;
  }

  #body(lead: string | null): string {
    const marks = this.#marked();
    const units = this.#order.map((n, index) => {
      const told = this.#unit(n, index, index === 0 && lead !== null, marks);
      return index === 0 && lead !== null && this.#layout === 'prose' ? `${lead} ${told}` : told;
    });
    if (this.#layout === 'prose') return units.join(' ');
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
    const reasoned =
      marks.r.has(n) && !isLed && !frames && random.chance(0.6)
        ? this.#put(wordingsOf('reasons', 'seen').sound.lead, n)
        : null;
    if (!this.#has(n, 'a'))
      told.push(this.#put(isLed ? [] : this.#ownFrames(index), n) ?? `<|s${n}|>`);
    else if (reasoned !== null) told.push(reasoned);
    else told.push(this.#put(isLed ? [] : (frames ?? this.#plainFrames(index)), n) ?? `<|a${n}|>.`);
    const why = marks.r.has(n) && reasoned === null ? this.#put(answerFrames.why, n) : null;
    if (why !== null) told.push(why);
    const example = marks.e.has(n) ? this.#unused(wordingsOf('examples', 'seen').sound.lead) : null;
    if (example !== null) told.push(`${example} <|e${n}|>.`);
    if (marks.n.has(n)) told.push(`<|n${n}|>.`);
    if (marks.c.has(n)) told.push(`<|c${n}|>.`);
    return told.join(' ');
  }

  /** Frames that carry a manner; plain ones stand between them now and then. */
  #frames(index: number): readonly string[] | null {
    const { style, random } = this;
    if (style.has('several') && this.#layout === 'prose') {
      this.#shown.add('several');
      if (index === 0) return answerFrames.firstOption;
      // "Or" comes last.
      return index < this.#order.length - 1 ? answerFrames.otherOption : answerFrames.lastOption;
    }
    const able = Object.keys(mannerFrames).filter(
      (pole) =>
        style.has(pole) &&
        // "Put simply" introduces an answer, and is no restatement of a definition.
        !(pole === 'beginner' && (index > 0 || this.#isExplained)) &&
        // One joke is enough.
        !(pole === 'playful' && this.#tellsJoke) &&
        // A tip right after a line of its manner would say the manner twice.
        !(index === 0 && this.#lines.opened === pole) &&
        this.#counts.of(pole) < (MOST_OF[pole] ?? MOST) - Number(this.#lines.shown.includes(pole)),
    );
    const owed = able.filter((pole) => this.#owed.has(pole));
    const list = owed.length > 0 ? owed : able;
    if (list.length === 0 || (owed.length === 0 && random.chance(0.35))) return null;
    const pole = random.pick(list);
    this.#owed.delete(pole);
    this.#counts.add(pole);
    this.#shown.add(pole);
    // "Oh, and" goes on in running text, not in an item of a list.
    const later = index > 0 && this.#layout === 'prose' ? (laterFrames[pole] ?? []) : [];
    return [...(mannerFrames[pole] ?? []), ...later];
  }

  #ownFrames(index: number): readonly string[] {
    if (!this.style.has('several') || this.#layout !== 'prose') return [];
    this.#shown.add('several');
    return index === 0 ? answerFrames.firstOptionOwn : answerFrames.otherOptionOwn;
  }

  #plainFrames(index: number): readonly string[] {
    const { random, style } = this;
    const plain = wordingsOf('plain/do', 'seen').sound.lead;
    // In a list, one item with a lead among bare ones would stand out.
    if (style.has('short') || this.#layout !== 'prose' || random.chance(0.5)) return [];
    return index > 0 && random.chance(0.3) ? answerFrames.next : plain;
  }

  /** What is said of the topic: a term, plain words, a definition, a comparison, a story. */
  #aside(kind: Exclude<TopicKind, 'm'>): string[] {
    const pole = poleOfTopic(kind);
    if (!this.#saysOf(kind)) return [];
    if (kind === 'w') this.#counts.set(pole, MOST);
    const lead = this.#unused(wordingsOf(pole, 'seen').sound.lead);
    if (lead === null) return [];
    this.#shown.add(pole);
    const isSentence = kind === 'd' || kind === 'y';
    return [`${lead.replaceAll('{g}', '<|g|>')} <|${kind}|>${isSentence ? '' : '.'}`];
  }

  /** A definition or a basic fact is told. */
  get #isExplained(): boolean {
    return (['d', 'w'] as const).some((kind) => this.#saysOf(kind));
  }

  #saysOf(kind: TopicKind): boolean {
    return this.style.has(poleOfTopic(kind)) && this.#references.topic.has(kind);
  }

  get #tellsJoke(): boolean {
    const isTold = this.style.has('playful') && this.#references.topic.has('j');
    return isTold && !this.#lines.shown.includes('playful');
  }

  #joke(): string[] {
    if (!this.#tellsJoke) return [];
    this.#shown.add('playful');
    return [this.random.pick(answerFrames.joke).replace('{j}', '<|j|>')];
  }

  /** A frame around note `n`; `null` where each would sound like something said before: the bare note is better. */
  #put(list: readonly string[], n: number): string | null {
    const frame = this.#unused(list);
    return (
      frame &&
      frame
        .replace(/\{([A-Z])\}/g, (_, kind: string) => `<|${kind.toLowerCase()}${n}|>`)
        .replace(/\{([a-z])\}/g, `<|$1${n}|>`)
    );
  }

  /** One of `list` that sounds like nothing in this answer yet. */
  #unused(list: readonly string[]): string | null {
    const beginning = (frame: string) => BEGINNING.exec(frame)?.[1]?.toLowerCase() ?? '';
    const alike = (frame: string) => this.#beginnings.get(beginning(frame)) ?? 0;
    const fresh = list.filter((frame) => !this.#said.has(frame) && alike(frame) < MOST_ALIKE);
    if (fresh.length === 0) return null;
    const frame = this.random.pick(fresh);
    if (beginning(frame) !== '') this.#beginnings.set(beginning(frame), alike(frame) + 1);
    this.#said.add(frame);
    return frame;
  }

  #has(n: number, kind: string): boolean {
    return this.#references.has(n, kind);
  }
}
