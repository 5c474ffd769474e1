import { spell, type Vocabulary } from './vocabulary';

/** What a decoder leaves in the place of a character whose bytes are not all there yet. */
const HALF = '\uFFFD';

/** Turns a stream of token ids into text, never half a character; control tokens are spelled out. */
export class Detokeniser {
  /** Tokens whose text is being built, after a few that are out and give them their place. */
  #window: number[] = [];
  /** How many of `#window` are out, and how many characters of its text. */
  #shownTokens = 0;
  #shownChars = 0;

  constructor(private readonly vocabulary: Vocabulary) {}

  /** Text that became certain with this token; often empty. */
  push(tokenId: number): string {
    const { ends, controlTexts } = this.vocabulary;
    if (ends.has(tokenId) || controlTexts.has(tokenId)) {
      this.reset();
      return spell(this.vocabulary, tokenId);
    }
    this.#window.push(tokenId);
    const all = this.vocabulary.decode(this.#window);
    const whole = !all.endsWith(HALF);
    const text = all.slice(this.#shownChars, whole ? all.length : -1);
    this.#shownChars += text.length;
    if (whole) {
      this.#window.splice(0, this.#shownTokens); // what was out before is not needed any more
      this.#shownTokens = this.#window.length;
      this.#shownChars = this.vocabulary.decode(this.#window).length;
    }
    return text;
  }

  /** Starts anew. What is left by then is half a character, and is dropped. */
  reset(): void {
    this.#window = [];
    this.#shownTokens = 0;
    this.#shownChars = 0;
  }
}
