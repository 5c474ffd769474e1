import type { Note, Topic } from '../../domain/knowledge';
import { capitalise } from '../../domain/text';
import { FrameGuard } from './frameGuard';
import { ItemCounter } from './itemCounter';
import { RepeatGuard } from './repeats';
import type { NoteSet } from './retrieve';

const noteKinds = ['a', 'r', 'e', 'n', 'c', 's'] as const satisfies (keyof Note)[];
const topicKinds = ['g', 't', 'w', 'd', 'l', 'y', 'm', 'j'] as const;
const MAX_NOTES = 9;
/** Tells the best note, be it of a topic or pasted. */
const FIRST = '<|a1|><|s1|>.';

/** Tokens of everything `set` can fill: topic-level ones first, then note by note. */
export function availableReferences(set: NoteSet): string[] {
  return allReferences().filter((token) => referenceText(token, set) !== null);
}

/** Tokens that `set` cannot fill. */
export function unavailableReferences(set: NoteSet): string[] {
  return allReferences().filter((token) => referenceText(token, set) === null);
}

/** Every reference token there is; the tokenizer holds the same list. */
export function allReferences(): string[] {
  const numbers = Array.from({ length: MAX_NOTES }, (_, index) => index + 1);
  return [
    ...topicKinds.map((kind) => `<|${kind}|>`),
    ...numbers.flatMap((n) => noteKinds.map((kind) => `<|${kind}${n}|>`)),
  ];
}

/**
 * Replaces references in a streamed text by the notes' words, so that facts are exact.
 * What is filled in starts with a capital where a sentence starts; other special tokens vanish; half a token is never
 * emitted. Items of a list are counted here, neither a sentence nor
 * the words before a note come twice, and no answer ends without a note's advice.
 */
export class ReferenceFiller {
  #held = '';
  /** Text so far, as far as the next capital or full stop depends on it. */
  #tail = '';
  #afterFill = false;
  readonly #frames = new FrameGuard();
  readonly #guard = new RepeatGuard();
  readonly #counter = new ItemCounter();
  /** Notes whose advice was told. */
  #advice = 0;

  constructor(readonly set: NoteSet) {}

  /** Takes the next piece of the model's output and gives the text that is now certain. */
  push(delta: string): string {
    return this.#guard.push(this.#fill(delta));
  }

  /** The rest, once the model has ended; the best note, if it told none. */
  end(): string {
    let rest = this.#write(this.#frames.words(this.#held) + this.#frames.end(), false);
    this.#held = '';
    rest += this.#put(this.#counter.end(), false);
    if (this.#advice === 0 && this.set.notes.length > 0)
      rest += this.#fill(/(?:^|\s)$/.test(this.#tail) ? FIRST : ` ${FIRST}`);
    return this.#guard.push(rest) + this.#guard.end();
  }

  #fill(delta: string): string {
    this.#held += delta;
    let out = '';
    for (;;) {
      const match = /<\|([^|<>]{1,40})\|>/.exec(this.#held);
      const end = match ? match.index : possibleTokenStart(this.#held);
      out += this.#write(this.#frames.words(this.#held.slice(0, end)), false);
      this.#held = this.#held.slice(end);
      if (!match) return out;
      this.#held = this.#held.slice(match[0].length);
      const words = referenceText(match[0], this.set) ?? '';
      if (words !== '' && /[as]\d/.test(match[0])) this.#advice += 1;
      if (words === '') continue;
      out += this.#write(this.#frames.reference(match[0], words), false) + this.#write(words, true);
    }
  }

  #write(piece: string, filled: boolean): string {
    if (piece === '') return '';
    if (filled) return this.#put(this.#counter.end(), false) + this.#put(piece, true);
    return this.#put(this.#counter.push(piece, /(?:^|\n) *$/.test(this.#tail)), false);
  }

  #put(piece: string, filled: boolean): string {
    let text = piece;
    // A whole sentence brings its own full stop; the model's would be the second.
    if (!filled && this.#afterFill && /[.!?…]$/.test(this.#tail))
      text = text.replace(/^[.!?]+/, '');
    if (text === '') return '';
    if (filled && startsSentence(this.#tail)) text = capitalise(text);
    this.#tail = (this.#tail + text).slice(-12);
    this.#afterFill = filled;
    return text;
  }
}

/** The words a reference stands for, or `null` where the notes have none. */
function referenceText(token: string, { topic, notes }: NoteSet): string | null {
  const [, kind = '', number] = /^<\|([a-z])(\d)?\|>$/.exec(token) ?? [];
  if (number === undefined) return topicText(kind, topic);
  const note = notes[Number(number) - 1];
  const noteKind = noteKinds.find((known) => known === kind);
  return (noteKind && note?.[noteKind]) || null;
}

function topicText(kind: string, topic: Topic | null): string | null {
  if (!topic) return null;
  if (kind === 'g') return topic.about || null;
  const known = topicKinds.find((candidate) => candidate === kind);
  return known && known !== 'g' ? topic[known] || null : null;
}

function startsSentence(before: string): boolean {
  return /(?:^|\n)\s*(?:[-*•]\s+|\d{1,2}[.)]\s+)?$|[.!?…]["')\]]?\s+(?:\d{1,2}\.\s+)?$/.test(
    before,
  );
}

/** Where an unfinished token may begin: from there on text is held back. */
function possibleTokenStart(text: string): number {
  const match = /<(?:\|[^|<>]{0,40}\|?)?$/.exec(text);
  return match ? match.index : text.length;
}
