/** Ends a stream of text before the first of some texts, holding back what may become one. */
export class StopTexts {
  #held = '';
  #found = false;
  readonly #texts: readonly string[];

  constructor(texts: readonly string[]) {
    this.#texts = texts.filter((text) => text !== '');
  }

  /** True once a stop text was seen; nothing comes after it. */
  get found(): boolean {
    return this.#found;
  }

  /** Text that is surely no part of a stop text. */
  push(text: string): string {
    if (this.#found) return '';
    const all = this.#held + text;
    const places = this.#texts.map((stop) => all.indexOf(stop)).filter((place) => place >= 0);
    if (places.length > 0) {
      this.#found = true;
      this.#held = '';
      return all.slice(0, Math.min(...places));
    }
    const safe = all.length - Math.max(0, ...this.#texts.map((stop) => overlap(all, stop)));
    this.#held = all.slice(safe);
    return all.slice(0, safe);
  }

  /** What was held back, when generation ended for another reason. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }
}

/** Length of the longest end of `text` that begins `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
