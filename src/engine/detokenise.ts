import { spell, type Vocabulary } from './vocabulary';

/** What a decoder leaves in the place of a character whose bytes are not all there yet. */
const HALF = '\uFFFD';
/** A character has at most four bytes; a replacement character that stays longer is meant. */
const MAX_WAIT = 4;

/** Turns a stream of token ids into text, never half a character; control tokens are spelled out. */
export class Detokeniser {
  /** Tokens whose text is being built: those before `#shown` are out, they give the others their place. */
  #window: number[] = [];
  #shown = 0;

  constructor(private readonly vocabulary: Vocabulary) {}

  /** Text that became certain with this token; often empty. */
  push(tokenId: number): string {
    const { ends, controlTexts } = this.vocabulary;
    if (ends.has(tokenId) || controlTexts.has(tokenId)) {
      return this.end() + spell(this.vocabulary, tokenId);
    }
    this.#window.push(tokenId);
    const text = this.#pending();
    const waiting = this.#window.length - this.#shown;
    if (text.endsWith(HALF) && waiting < MAX_WAIT) return '';
    this.#window.splice(0, this.#shown); // what was shown before is not needed any more
    this.#shown = this.#window.length;
    return text;
  }

  /** The rest; half a character at the very end is dropped. */
  end(): string {
    const text = this.#pending();
    this.#window = [];
    this.#shown = 0;
    return text.endsWith(HALF) ? text.slice(0, -1) : text;
  }

  #pending(): string {
    if (this.#shown === this.#window.length) return '';
    const before = this.vocabulary.decode(this.#window.slice(0, this.#shown));
    return this.vocabulary.decode(this.#window).slice(before.length);
  }
}
