import type { Random } from './random';
import { frames } from './frames';
import { absentPoles, poleOfTopic, References, spokenPoles, type TopicKind } from './manners';
import { wordingsOf, type Place, type Split } from './wordings';

/** What an answer should be like: pole ids that are on. Axes without a pole are left unmarked. */
export type Style = ReadonlySet<string>;

/** An answer as a template with references, and the poles of the style it really shows. */
export interface Rendered {
  text: string;
  shown: string[];
}

/** Poles that are shown by how an answer begins. */
const leading = ['gentle-lead-in', 'direct', 'one-pick'];
/** Poles that sentence frames around an action can show. */
const framed = [
  'formal',
  'casual',
  'hedged',
  'confident',
  'modest',
  'polite',
  'encouraging',
  'warm',
  'playful',
  'beginner',
] as const;
/** Poles shown by a part of a note. */
const noteKinds = { examples: 'e', numbers: 'n', reasons: 'r', safe: 'c' } as const;

/** Lines in the middle that promise something: what they promise must follow. */
const promises =
  /\b(?:next|following|follows|below|subsequent|another|moving|move on|turn(?:ing)? to|second way|on to|comes? after|one more|more thing|further (?:point|possibility|element|consideration|word)|to add|also mention|here comes|here are|alternative too|still another|equally good|now walk in|step forward|considerations? remains|here is what|here is the other|short stroll|middle of the matter|now for|do this|do the following|lead up|here (?:to|we) |brings us|suggestion itself|easy stages|come into view|closer to|more to it|this bit too|while we're at it|the other thing|here's where|listen up|back to|check out)\b/i;
/** How often the topic may be named by lines: more often sounds like a form. */
const MAX_NAMED = 2;

/** Writes texts to be told apart, in a style over the references of a topic's notes. */
export class Renderer {
  readonly #shown = new Set<string>();
  readonly #references: References;
  /** Frames that stand in this answer already; short ones may come again. */
  #picked = false;
  #layout: 'prose' | 'steps' | 'bullets' = 'prose';
  #named = 0;
  readonly #used = new Set<string>();

  constructor(
    readonly style: Style,
    references: readonly string[],
    readonly random: Random,
    readonly split: Split,
    /** Extra lines of needs ("It does not cost a thing."), for texts that are only read. */
    readonly extras: readonly string[] = [],
  ) {
    this.#references = new References(references);
  }

  render(): Rendered {
    const { style, random } = this;
    const order = this.#order();
    const layout = style.has('steps') ? 'steps' : style.has('bullets') ? 'bullets' : 'prose';
    this.#layout = layout;
    const spoken = this.#spokenLines(order.length);
    const top = [...this.#topicLines('m'), ...spoken.open];
    const middle = [
      ...this.#topicLines('d'),
      ...this.#topicLines('t'),
      ...this.#topicLines('w'),
      ...this.#topicLines('l'),
    ];
    const pick = spoken.pick;
    this.#picked = pick.length > 0;
    const body = this.#body(order, layout, layout === 'prose' ? spoken.mid : []);
    const end = [
      ...this.#topicLines('y'),
      ...this.#joke(),
      ...(layout === 'prose' ? [] : spoken.mid),
      ...spoken.close,
    ];
    const early = random.chance(0.5);
    const before = [...top, ...(early ? middle : []), ...pick].join(' ');
    const after = [...(early ? [] : middle), ...end].join(' ');
    for (const pole of absentPoles) if (style.has(pole)) this.#shown.add(pole);
    if (style.has('short') || style.has('detailed'))
      this.#shown.add(style.has('short') ? 'short' : 'detailed');
    const gap =
      layout === 'prose' ? (random.chance(0.25) && order.length > 2 ? '\n\n' : ' ') : '\n';
    const text = [before, body, after].filter((part) => part !== '').join(gap);
    return { text, shown: [...style].filter((pole) => this.#shown.has(pole)) };
  }

  /** Which notes, in which order: the best first, mostly. */
  #order(): number[] {
    const { style, random } = this;
    const listed = style.has('several') || style.has('steps') || style.has('bullets');
    const count = style.has('one-pick')
      ? 1
      : style.has('short')
        ? listed
          ? 2
          : random.between(1, 2)
        : style.has('detailed')
          ? random.between(5, 8)
          : listed
            ? random.between(3, 4)
            : random.between(2, 4);
    return this.#references.notes.slice(0, count);
  }

  #body(
    order: readonly number[],
    layout: 'prose' | 'steps' | 'bullets',
    between: string[],
  ): string {
    const { random } = this;
    const marks = this.#marked(order);
    const units = order.map((n, index) => this.#unit(n, index, layout, marks));
    if (this.extras.length > 0) {
      for (const extra of this.extras) {
        const at = random.between(0, units.length - 1);
        units[at] += ` ${extra}`;
      }
    }
    if (layout === 'prose') {
      const gaps = units.map((): string[] => []);
      for (const line of between) {
        const isPromise = promises.test(line);
        const gap = gaps[random.between(0, units.length - (isPromise ? 2 : 1))];
        // A promise stands right before what it promises.
        if (isPromise) gap?.push(line);
        else gap?.unshift(line);
      }
      return units.flatMap((unit, index) => [unit, ...(gaps[index] ?? [])]).join(' ');
    }
    if (layout === 'steps') this.#shown.add('steps');
    if (layout === 'bullets') this.#shown.add('bullets');
    return units
      .map((unit, index) => (layout === 'steps' ? `${index + 1}. ${unit}` : `- ${unit}`))
      .join('\n');
  }

  /** Which notes get an example, a figure, a reason, a caution: most, and at least one. */
  #marked(order: readonly number[]): Record<'e' | 'n' | 'r' | 'c', Set<number>> {
    const choose = (kind: string, pole: string, share: number, pole2 = pole) => {
      const able = order.filter((n) => this.#has(n, kind));
      if (able.length === 0 || !(this.style.has(pole) || this.style.has(pole2)))
        return new Set<number>();
      this.#shown.add(this.style.has(pole) ? pole : pole2);
      const some = able.filter(() => this.random.chance(share));
      return new Set(some.length > 0 ? some : [this.random.pick(able)]);
    };
    return {
      e: choose('e', 'examples', 0.6),
      n: choose('n', 'numbers', 0.9),
      r: choose('r', 'reasons', 0.75),
      c: choose('c', 'safe', 0.8),
    };
  }

  #unit(
    n: number,
    index: number,
    layout: string,
    marks: Record<'e' | 'n' | 'r' | 'c', Set<number>>,
  ): string {
    const { random } = this;
    const parts: string[] = [];
    let reasoned = false;
    if (this.#picked && index === 0) parts.push(this.#frame(frames.bare, n));
    else if (marks.r.has(n) && random.chance(0.6) && !this.#styledFrames(index)) {
      parts.push(
        this.#frame(
          random.chance(0.6) ? wordingsOf('reasons', 'seen').lines.lead : frames.reason,
          n,
        ),
      );
      reasoned = true;
    } else parts.push(this.#frame(this.#doFrames(index, layout), n));
    if (marks.r.has(n) && !reasoned) parts.push(this.#frame(frames.why, n));
    if (marks.e.has(n))
      parts.push(`${this.#unused(wordingsOf('examples', 'seen').lines.lead)} <|e${n}|>.`);
    if (marks.n.has(n)) parts.push(this.#frame(frames.number, n));
    if (marks.c.has(n)) parts.push(this.#frame(frames.caution, n));
    return parts.join(' ');
  }

  #doFrames(index: number, layout: string): readonly string[] {
    const styled = this.#styledFrames(index);
    if (styled && (layout === 'prose' || this.random.chance(0.5))) return styled;
    if (layout !== 'prose')
      return this.random.chance(0.85) ? frames.bare : wordingsOf('plain/do', 'seen').lines.lead;
    if (this.style.has('short')) return frames.bare;
    if (index > 0 && this.random.chance(this.style.has('free-form') ? 0 : 0.3)) return frames.next;
    return this.random.chance(0.45) ? frames.bare : wordingsOf('plain/do', 'seen').lines.lead;
  }

  /** Frames that carry a manner themselves; now and then plain ones stand between them. */
  #styledFrames(index: number): readonly string[] | null {
    const { style, random } = this;
    if (style.has('several')) {
      this.#shown.add('several');
      return index === 0 ? frames.firstOption : frames.otherOption;
    }
    const manners = framed.filter((pole) => style.has(pole));
    if (manners.length === 0 || random.chance(0.45)) return null;
    const manner = random.pick(manners);
    this.#shown.add(manner);
    return frames[manner];
  }

  #frame(list: readonly string[], n: number): string {
    return this.#unused(list, list.every((frame) => /\{a\}/i.test(frame)) ? frames.bare : list)
      .replace(/\{([ARENC])\}/g, (_, kind: string) => `<|${kind.toLowerCase()}${n}|>`)
      .replace(/\{([arencs])\}/g, `<|$1${n}|>`);
  }

  /** One of `list` that this answer does not hold yet; short ones may come again. */
  #unused(list: readonly string[], otherwise = list): string {
    const fresh = list.filter((frame) => frame.length <= 4 || !this.#used.has(frame));
    const frame = this.random.pick(fresh.length > 0 ? fresh : otherwise);
    this.#used.add(frame);
    return frame;
  }

  /** A line with what is said of the topic. */
  #topicLines(kind: TopicKind): string[] {
    const pole = poleOfTopic(kind);
    if (!this.#references.topic.has(kind) || !this.style.has(pole)) return [];
    this.#shown.add(pole);
    const lead = this.random.pick(wordingsOf(pole, 'seen').lines.lead).replace('{g}', '<|g|>');
    const isSentence = kind === 'm' || kind === 'd' || kind === 'y';
    const bare = isSentence && this.random.chance(kind === 'm' ? 0.08 : 0.35);
    return [bare ? `<|${kind}|>` : `${lead} <|${kind}|>${isSentence ? '' : '.'}`];
  }

  #joke(): string[] {
    if (!this.style.has('playful') || !this.#references.topic.has('j')) return [];
    if (this.random.chance(0.35)) return [];
    this.#shown.add('playful');
    return [this.random.pick(frames.joke).replace('{j}', '<|j|>')];
  }

  /** Lines around the notes; `pick` lines must stand right before the notes. */
  #spokenLines(units: number): Record<'open' | 'mid' | 'close' | 'pick', string[]> {
    const { style, random } = this;
    const lines: Record<'open' | 'mid' | 'close' | 'pick', string[]> = {
      open: [],
      mid: [],
      close: [],
      pick: [],
    };
    const brief = style.has('short');
    const own = random.shuffle(spokenPoles.filter((known) => style.has(known)));
    // How an answer begins is settled first.
    const first = own.filter((pole) => leading.includes(pole));
    for (const pole of [...first, ...own.filter((known) => !first.includes(known))]) {
      for (const place of this.#places(pole, brief)) {
        const isFull = place === 'open' && lines.open.length > 1;
        const line = this.#line(pole, isFull ? 'close' : place, brief, units);
        if (line === null) continue;
        const at = /[:,]$/.test(line) ? 'pick' : isFull ? 'close' : place;
        if (at === 'pick' && lines.pick.length > 0) continue;
        this.#shown.add(pole);
        lines[at].push(line);
      }
    }
    const plain =
      lines.open.length === 0 && !brief && !style.has('direct') && !style.has('straight-in');
    if (plain && random.chance(0.3)) {
      const line = this.#line('neutral/open', 'open', false, units);
      if (line) lines.open.push(line);
    }
    return lines;
  }

  /** Where the lines of a pole stand: one line at least; more where few poles share the answer. */
  #places(pole: string, brief: boolean): Set<'open' | 'mid' | 'close'> {
    const { random, style } = this;
    const begins = leading.includes(pole);
    const first: ('open' | 'mid' | 'close')[] =
      pole === 'asks-back'
        ? ['close', 'close', 'close', 'mid']
        : begins
          ? ['open']
          : ['open', 'close', 'mid', 'close', 'open'];
    const places = new Set([random.pick(first)]);
    if (brief) return places;
    const more = pole === 'one-pick' ? 0 : style.has('detailed') ? 0.6 : 0.3;
    if (random.chance(more)) places.add(random.pick(['mid', 'close', 'close']));
    return places;
  }

  #line(pole: string, place: Place, brief: boolean, units: number): string | null {
    const all = wordingsOf(pole, this.split.wordings).lines[place];
    const mayPromise = this.#layout === 'prose' && units > 1;
    const able = all.filter(
      (line) =>
        !(this.#named >= MAX_NAMED && line.includes('{g}')) &&
        !(place === 'mid' && !mayPromise && promises.test(line)) &&
        !(place !== 'open' && /[:,]$/.test(line)) &&
        !this.#used.has(line),
    );
    const short = able.filter((line) => line.split(' ').length <= 10);
    const list = brief && short.length > 0 ? short : able;
    if (list.length === 0) return null;
    const line = this.random.pick(list);
    this.#used.add(line);
    if (line.includes('{g}')) this.#named += 1;
    return line.replaceAll('{g}', '<|g|>');
  }

  #has(n: number, kind: string): boolean {
    return this.#references.has(n, kind);
  }
}
