import { NONE, polesIn } from '../dinghy/prompts';

const SAY = '<|say|>';

/** Splits a task-tuned model's streamed output: pole tokens first, then `<|say|>` and the sentence. */
export class PoleStream {
  #head = '';
  #held = '';
  #said: boolean;

  /** @param said true when poles and `<|say|>` stand in the prompt already */
  constructor(said = false) {
    this.#said = said;
  }

  /** Poles so far, in order. */
  get poles(): string[] {
    return polesIn(this.#head);
  }

  /** True once the model has said that it knows no reason. */
  get none(): boolean {
    return this.#head.includes(NONE);
  }

  /** Takes the next piece and gives the part of the sentence that is now certain. */
  push(delta: string): string {
    if (this.#said) {
      this.#held += delta;
    } else {
      this.#head += delta;
      const at = this.#head.indexOf(SAY);
      if (at === -1) return '';
      this.#said = true;
      this.#held = this.#head.slice(at + SAY.length).trimStart();
      this.#head = this.#head.slice(0, at);
    }
    return this.#release();
  }

  /** Stray control tokens vanish; half a token waits for its end. */
  #release(): string {
    const text = this.#held.replace(/<\|[^|<>]{1,40}\|>/g, '');
    const partial = /<(?:\|[^|<>]{0,40}\|?)?$/.exec(text);
    const end = partial ? partial.index : text.length;
    this.#held = text.slice(end);
    return text.slice(0, end);
  }
}
