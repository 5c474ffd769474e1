const OPEN = '<think>';
const CLOSE = '</think>';

/**
 * Takes thoughts out of a stream of text: whole `<think>…</think>` blocks, a block that never ends,
 * tags cut over many pieces, a lone end tag. The space after a block goes with it.
 */
export class ThinkFilter {
  #held = '';
  #inside: boolean;
  #trim: boolean;

  /** @param inside true when the prompt ends in an open thought */
  constructor(inside = false) {
    this.#inside = inside;
    this.#trim = inside;
  }

  /** Text that is surely no thought and no part of a tag. */
  push(text: string): string {
    this.#held += text;
    let out = '';
    for (;;) {
      const tag = this.#next();
      if (!tag) break;
      if (!this.#inside) out += this.#give(this.#held.slice(0, tag.at));
      this.#held = this.#held.slice(tag.at + tag.text.length);
      this.#inside = tag.text === OPEN;
      this.#trim = true;
    }
    const keep = Math.max(overlap(this.#held, OPEN), overlap(this.#held, CLOSE));
    const sure = this.#held.slice(0, this.#held.length - keep);
    this.#held = this.#held.slice(sure.length);
    return this.#inside ? out : out + this.#give(sure);
  }

  /** What was held back, when the answer has ended; nothing of an open thought. */
  end(): string {
    const rest = this.#inside ? '' : this.#give(this.#held);
    this.#held = '';
    return rest;
  }

  #next(): { at: number; text: string } | null {
    const found = [OPEN, CLOSE]
      .map((text) => ({ at: this.#held.indexOf(text), text }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at);
    return found[0] ?? null;
  }

  #give(text: string): string {
    if (!this.#trim) return text;
    const rest = text.trimStart();
    if (rest !== '') this.#trim = false;
    return rest;
  }
}

/** True when a prompt leaves the model in the middle of a thought. */
export function endsInThought(prompt: string): boolean {
  return prompt.lastIndexOf(OPEN) > prompt.lastIndexOf(CLOSE);
}

/** Length of the longest end of `text` that begins `tag`. */
function overlap(text: string, tag: string): number {
  for (let length = Math.min(text.length, tag.length - 1); length > 0; length--) {
    if (text.endsWith(tag.slice(0, length))) return length;
  }
  return 0;
}
