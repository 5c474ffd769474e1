/** Sentences shorter than this may come again. */
const MIN_LETTERS = 6;

/** Drops sentences of a streamed text that it holds already. Text is held back only while it may be such a repeat. */
export class RepeatGuard {
  readonly #said = new Set<string>();
  /** The sentence under way, with the space before it, and how much of it has gone out. */
  #sentence = '';
  #out = 0;

  /** Takes the next piece and gives what is certain to stay. */
  push(text: string): string {
    let out = '';
    for (const letter of text) {
      if (/\s/.test(letter) && endsSentence(this.#sentence)) out += this.#finish();
      this.#sentence += letter;
      if (!this.#mayRepeat()) out += this.#rest();
    }
    return out;
  }

  /** The rest, once the text has ended. */
  end(): string {
    return this.#finish();
  }

  #finish(): string {
    const key = keyOf(this.#sentence);
    const isRepeat = key.length >= MIN_LETTERS && this.#said.has(key);
    const rest = isRepeat ? '' : this.#rest();
    this.#said.add(key);
    this.#sentence = '';
    this.#out = 0;
    return rest;
  }

  #rest(): string {
    const rest = this.#sentence.slice(this.#out);
    this.#out = this.#sentence.length;
    return rest;
  }

  #mayRepeat(): boolean {
    if (this.#out > 0) return false;
    const key = keyOf(this.#sentence);
    return [...this.#said].some((known) => known.startsWith(key));
  }
}

/** A sentence without its list mark and case. */
function keyOf(sentence: string): string {
  return sentence
    .trim()
    .replace(/^(?:[-*•]|\d{1,2}[.)]?)(?:\s+|$)/, '')
    .toLowerCase();
}

function endsSentence(text: string): boolean {
  return /[.!?…]["')\]]?$/.test(text) && !/^\s*\d{1,2}[.)]$/.test(text);
}
