import type { SaidWords } from '../../../src/tasks/dinghy/stockWords';
import { mannerFrames } from './answerFrames';
import { spokenPoles } from './manners';
import type { Random } from './random';
import type { Style } from './render';
import { wordingsOf, type Split } from './wordings';

/** The sentences around the notes of an answer. */
export interface AnswerLines {
  open: string[];
  /** Words that lead up to the first note. */
  pick: string | null;
  /** What offers a choice: right after what there is to choose from. */
  choice: string[];
  mid: string[];
  close: string[];
  /** A question to the reader, last of all. */
  ask: string[];
  shown: string[];
  /** The pole that the line before the notes shows. */
  opened: string | null;
  /** Poles that found no place and that frames must show. */
  owed: string[];
}

/** What is known of an answer before its lines are chosen. */
export interface Given {
  namesTopic: boolean;
  isNamed: boolean;
  notes: number;
  framed: boolean;
  /** A definition or a basic fact comes first: what announces advice cannot stand before it. */
  isExplained: boolean;
  hasJoke: boolean;
}

/** Poles that are shown by how an answer begins. */
const beginning = ['gentle-lead-in', 'direct'];
/** Manners that say nearly the same: asked for with the second, frames alone show the first. */
const alike: Readonly<Record<string, string>> = { confident: 'unhedged', hedged: 'modest' };
/** How often a topic's own joke is all that is playful in an answer. */
const JOKE_ALONE = 0.95;
const SHORT = 10;
type Place = 'open' | 'mid' | 'close';

/**
 * One line for each spoken pole of `style`, each at its place: one before the notes, one after them, one between,
 * and a question at the end; no two that sound alike.
 */
export function answerLines(
  style: Style,
  random: Random,
  split: Split,
  said: SaidWords,
  given: Given,
): AnswerLines {
  const lines: AnswerLines = {
    open: [],
    pick: null,
    choice: [],
    mid: [],
    close: [],
    ask: [],
    shown: [],
    opened: null,
    owed: [],
  };
  let named = given.isNamed;
  const brief = style.has('short');
  const find = (pole: string, place: Place): string | null => {
    const able = wordingsOf(pole, split.wordings).sound[place].filter(
      (line) =>
        !(line.includes('{g}') && (named || !given.namesTopic)) &&
        !(place !== 'open' && /[:,]$/.test(line)) &&
        // A pasted sentence starts with a capital: it can stand after a colon only.
        !(line.endsWith(',') && !given.namesTopic) &&
        !said.has(line),
    );
    const short = able.filter((line) => line.split(' ').length <= SHORT);
    const list = brief && short.length > 0 ? short : able;
    return list.length === 0 ? null : random.pick(list);
  };
  const put = (pole: string, place: Place): boolean => {
    const line = find(pole, place);
    if (line === null) return false;
    named ||= line.includes('{g}');
    said.add(line);
    const text = line.replaceAll('{g}', '<|g|>');
    if (pole === 'asks-back') lines.ask.push(text);
    else if (/[:,]$/.test(text)) lines.pick = text;
    else {
      lines[pole === 'several' && place !== 'open' ? 'choice' : place].push(text);
      if (place === 'open') lines.opened = pole;
    }
    lines.shown.push(pole);
    return true;
  };
  // One or two notes leave little choice, numbered steps none.
  const isChoice = given.notes > 2 && !style.has('steps');
  const sayable = spokenPoles.filter((pole) => pole !== 'several' || isChoice);
  const isJokeEnough = given.hasJoke && random.chance(JOKE_ALONE);
  const own = random.shuffle(
    sayable.filter((pole) => style.has(pole) && !(pole === 'playful' && isJokeEnough)),
  );
  const first = own.filter((pole) => beginning.includes(pole));
  const free = (place: Place) =>
    lines[place].length === 0 &&
    // Nothing stands before a summary or an explanation, and nothing between when there is one note.
    !(place === 'open' && (style.has('summary-first') || given.isExplained)) &&
    // Words that lead up to the one pick announce it by themselves.
    !(place === 'open' && style.has('one-pick')) &&
    !(place === 'mid' && given.notes < 2) &&
    // Nobody takes leave and then asks.
    !(place === 'close' && style.has('asks-back'));
  const begins = (pole: string) =>
    beginning.includes(pole) &&
    lines.open.length === 0 &&
    // "Here is what to do", and then a definition or "Just one tip:".
    (pole === 'gentle-lead-in' || free('open'));
  for (const pole of [...first, ...own.filter((known) => !first.includes(known))]) {
    if (pole === 'asks-back') put(pole, 'close');
    else if (pole === 'one-pick' && !style.has('summary-first')) put(pole, 'open');
    else if (begins(pole)) put(pole, 'open');
    else {
      const places = random
        .shuffle(['open', 'close', 'mid', 'open', 'close'] as const)
        .filter(free);
      const isFramed = pole in mannerFrames && given.framed && !style.has('several');
      // Many manners at once: frames show some of them.
      const isAlike = style.has(alike[pole] ?? '');
      const spare = isFramed && (isAlike || (lines.shown.length > 1 && random.chance(0.5)));
      const placed = !spare && places.some((place) => put(pole, place));
      if (!placed && isFramed) lines.owed.push(pole);
      else if (!placed) put(pole, 'mid');
    }
  }
  return lines;
}
