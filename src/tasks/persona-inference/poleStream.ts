import { polesIn } from '../dinghy/prompts';

const SAY = '<|say|>';

/** Splits a task-tuned model's streamed output: pole tokens first, then `<|say|>` and the sentence. */
export class PoleStream {
  #head = '';
  #said = false;
  #held = '';

  /** Poles so far, in order. */
  get poles(): string[] {
    return polesIn(this.#head);
  }

  /** True once the model has said that it knows no reason. */
  get none(): boolean {
    return this.#head.includes('<|none|>');
  }

  /** Takes the next piece and gives the part of the sentence that is now certain. */
  push(delta: string): string {
    if (!this.#said) {
      this.#head += delta;
      const at = this.#head.indexOf(SAY);
      if (at === -1) return '';
      this.#said = true;
      this.#held = this.#head.slice(at + SAY.length).trimStart();
      this.#head = this.#head.slice(0, at);
    } else {
      this.#held += delta;
    }
    return this.#release();
  }

  /** The rest, once the model has ended. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  /** Stray special tokens vanish; half a token waits. */
  #release(): string {
    const text = this.#held.replace(/<\|[^|<>]{1,40}\|>/g, '');
    const partial = /<(?:\|[^|<>]{0,40}\|?)?$/.exec(text);
    const end = partial ? partial.index : text.length;
    this.#held = text.slice(end);
    return text.slice(0, end);
  }
}
