import { jokesAgain, otherExampleLead } from './sentenceFit';
import { SaidWords, saysAgain } from './stockWords';

/** The topic's name in a sentence: the one reference that may come again. */
const ABOUT = '<|g|>';
const REFERENCE = /<\|[a-z]\d?\|>/g;
/** Special tokens that stand for nothing. */
const OTHER = /<\|(?![a-z]\d?\|>)[^|<>]{1,40}\|>/g;
/** References that are a whole sentence, with its own full stop. */
const WHOLE = /<\|(?:[mdyj]|s\d)\|>["')\]]?$/;
/** A clause after which the next sentence starts without a full stop between them. */
const UNENDED = /(<\|(?:[tw]|[arenc]\d)\|>)(?= \p{Lu}\p{L}* )/gu;
/** Words that lead up to a note's action, sentence, figure, caution or reason, which can stand without them. */
const LEAD = /^(\s*(?:(?:[-*•]|\d{1,2}[.)])\s+)?)([^<]*?)(?=<\|[ascnr]\d\|>)/;
/** Words that lead up to an example, which cannot stand without some. */
const EXAMPLE_LEAD = /^(\s*(?:(?:[-*•]|\d{1,2}[.)])\s+)?)([^<]*?)(?=<\|e\d\|>)/;

/**
 * Lets an answer's template pass sentence by sentence. A sentence is left out where it refers to something
 * that is not there or was told before, where it leads up to nothing, and where it repeats the words of an earlier one;
 * words that lead up to a note ("It may help to …") are left out where they would sound like earlier ones.
 */
export class SentenceGate {
  #sentence = '';
  /** The last sentence that passed. */
  #before = '';
  readonly #said = new SaidWords();
  readonly #told = new Set<string>();

  /** @param textOf the words that a reference stands for, `null` where there are none */
  constructor(readonly textOf: (reference: string) => string | null) {}

  /** Takes the next piece of the template and gives the sentences that are complete. */
  push(delta: string): string {
    let out = '';
    for (const letter of delta) {
      if (letter === '\n' ? this.#sentence.trim() !== '' : /\s/.test(letter) && this.#isComplete())
        out += this.#finish();
      this.#sentence += letter;
    }
    return out;
  }

  /** The last sentence, if the model came to its end; half a sentence only where no advice was given yet. */
  end(): string {
    return this.#isComplete() || !this.hasAdvice ? this.#finish() : '';
  }

  /** Whether the action or sentence of a note was told. */
  get hasAdvice(): boolean {
    return [...this.#told].some((reference) => /[as]\d/.test(reference));
  }

  #isComplete(): boolean {
    const text = this.#sentence;
    return WHOLE.test(text) || (/[.!?…]["')\]]?$/.test(text) && !/^\s*\d{1,2}[.)]$/.test(text));
  }

  #finish(): string {
    const sentence = this.#sentence.replace(OTHER, '').replace(UNENDED, '$1.');
    this.#sentence = '';
    const passed = jokesAgain(sentence, this.#before) ? '' : this.#passed(sentence);
    if (passed !== '') this.#before = passed;
    return passed;
  }

  #passed(sentence: string): string {
    const references = (sentence.match(REFERENCE) ?? []).filter((token) => token !== ABOUT);
    if (references.some((token) => this.#told.has(token) || this.textOf(token) === null)) return '';
    if (sentence.includes(ABOUT) && this.textOf(ABOUT) === null) return '';
    if (references.some((token) => !this.#isAtHome(token, references))) return '';
    const [, start = '', words = ''] = LEAD.exec(sentence) ?? [];
    const isKnown =
      this.#said.has(words === '' ? sentence : words) ||
      // "It helps to ask for help."
      saysAgain(words, this.textOf(references[0] ?? '') ?? '');
    if (leadsNowhere(sentence) || (isKnown && references.length === 0)) return '';
    for (const token of references) this.#told.add(token);
    const varied = references.length === 1 ? this.#withOwnLead(sentence) : null;
    if (varied === null) this.#said.add(sentence);
    if (varied !== null) return varied;
    if (!isKnown || words === '') return sentence;
    const rest = sentence.slice(start.length + words.length);
    // Where it tells two things, the words between them hold it together, and often those before them.
    if (references.length > 1)
      return /\bto $/.test(words)
        ? start + rest.replace(', and the reason', '; the reason')
        : sentence;
    // Nor does it say what they say after it ("…, though not always").
    return start + rest.replace(/(?<=\|>)[^.!?]*/, '');
  }

  /** Whether a note's reason, example, figure or caution stands beside its advice or after it. */
  #isAtHome(token: string, beside: readonly string[]): boolean {
    const [, number] = /^<\|[renc](\d)\|>$/.exec(token) ?? [];
    const advice = [`<|a${number}|>`, `<|s${number}|>`];
    return (
      number === undefined || advice.some((own) => this.#told.has(own) || beside.includes(own))
    );
  }

  /** An example's sentence with other words before it, where these led up to one before; `null` for other sentences. */
  #withOwnLead(sentence: string): string | null {
    const [, start = '', words = ''] = EXAMPLE_LEAD.exec(sentence) ?? [];
    if (words === '') return null;
    const isKnown = (lead: string) => this.#said.has(lead);
    const lead = isKnown(words) ? (otherExampleLead(isKnown) ?? words) : words;
    this.#said.add(lead);
    return start + lead + sentence.slice(start.length + words.length);
  }
}

/** A gap where a reference should stand. */
function leadsNowhere(sentence: string): boolean {
  return /[:,]\s*[.!?]|\S {2,}\S|^ {2,}\S|\s[.!?,]\s*$/.test(sentence);
}
