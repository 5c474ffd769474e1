import { asideKinds, type Note } from '../../domain/knowledge';
import { capitalise } from '../../domain/text';
import type { NoteSet } from './retrieve';
import { SentenceGate } from './sentenceGate';

const noteKinds = ['a', 'r', 'e', 'n', 'c', 's'] as const satisfies (keyof Note)[];
const MAX_NOTES = 9;

/** Tokens of everything `set` can fill: topic-level ones first, then note by note. */
export function availableReferences(set: NoteSet): string[] {
  return allReferences().filter((token) => referenceText(token, set) !== null);
}

/** Every reference token there is; the tokenizer holds the same list. */
export function allReferences(): string[] {
  const numbers = Array.from({ length: MAX_NOTES }, (_, index) => index + 1);
  return [
    ...['g', ...asideKinds].map((kind) => `<|${kind}|>`),
    ...numbers.flatMap((n) => noteKinds.map((kind) => `<|${kind}${n}|>`)),
  ];
}

/**
 * Replaces references in a streamed template by the notes' words, so that facts are exact; sentence by sentence.
 * What is filled in starts with a capital where a sentence starts; other special tokens vanish. Items of a list are
 * counted here; what refers to nothing or repeats something is left out; no answer ends without a note's advice.
 */
export class ReferenceFiller {
  readonly #gate: SentenceGate;
  /** Text so far, as far as the next capital or full stop depends on it. */
  #tail = '';
  #afterFill = false;
  #items = 0;

  constructor(readonly set: NoteSet) {
    this.#gate = new SentenceGate((token) => referenceText(token, set));
  }

  /** Takes the next piece of the model's output and gives the text that is now certain. */
  push(delta: string): string {
    return this.#fill(this.#gate.push(delta));
  }

  /** The rest, once the model has ended; the best note, if it told none. */
  end(): string {
    const rest = this.#fill(this.#gate.end());
    const [best] = this.set.notes;
    if (!best || this.#gate.hasAdvice) return rest;
    const space = /(?:^|\s)$/.test(this.#tail) ? '' : ' ';
    return rest + this.#fill(`${space}${best.a ? '<|a1|>' : '<|s1|>'}.`);
  }

  #fill(template: string): string {
    const sentences = this.#tail === '' ? template.trimStart() : template;
    const parts = this.#counted(sentences).split(/(<\|[^|<>]{1,40}\|>)/);
    return parts.map((part, index) => this.#put(part, index % 2 === 1)).join('');
  }

  /** The items of a list numbered anew: some may have been left out. */
  #counted(text: string): string {
    return text.replace(
      /(^|\n)( *)(\d{1,2})(?=[.)] )/g,
      (all, before: string, pad: string, number: string) => {
        const startsLine = before !== '' || this.#tail === '';
        if (!startsLine || (this.#items === 0 && number !== '1')) return all;
        this.#items += 1;
        return `${before}${pad}${this.#items}`;
      },
    );
  }

  #put(part: string, isReference: boolean): string {
    let text = isReference ? (referenceText(part, this.set) ?? '') : part;
    // A whole sentence brings its own full stop; the model's would be the second.
    if (!isReference && this.#afterFill && /[.!?…]$/.test(this.#tail))
      text = text.replace(/^[.!?]+/, '');
    if (text === '') return '';
    const isWhole = startsSentence(this.#tail) || (afterColon(this.#tail) && SENTENCE.test(part));
    if (isReference && isWhole) text = capitalise(text);
    this.#tail = (this.#tail + text).slice(-12);
    this.#afterFill = isReference;
    return text;
  }
}

/** References that are a sentence of their own after a colon: an action, a technical point, plain words. */
const SENTENCE = /^<\|(?:a\d|[tw])\|>$/;
const afterColon = (before: string) => /:\s+$/.test(before);

/** The words a reference stands for, or `null` where the notes have none. */
function referenceText(token: string, { topic, notes, asides }: NoteSet): string | null {
  const [, kind = '', number] = /^<\|([a-z])(\d)?\|>$/.exec(token) ?? [];
  if (number === undefined && kind === 'g') return topic?.about || null;
  const aside = asideKinds.find((known) => known === kind);
  if (number === undefined) return (aside && asides[aside]) || null;
  const note = notes[Number(number) - 1];
  const noteKind = noteKinds.find((known) => known === kind);
  return (noteKind && note?.[noteKind]) || null;
}

function startsSentence(before: string): boolean {
  return /(?:^|\n)\s*(?:[-*•]\s+|\d{1,2}[.)]\s+)?$|[.!?…]["')\]]?\s+(?:\d{1,2}\.\s+)?$/.test(
    before,
  );
}
