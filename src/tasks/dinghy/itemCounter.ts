/** Counts the items of numbered lists in a streamed text anew; a number under way is held back. */
export class ItemCounter {
  /** Start of a line that may become an item's number. */
  #mark = '';
  #items = 0;

  /** Takes the next piece and gives what is certain; `startsLine`: what was given before ends a line. */
  push(piece: string, startsLine: boolean): string {
    const text = this.#mark + piece;
    const [mark = ''] = /(?:^|(?<=\n)) *\d{1,2}[.)]?$/.exec(text) ?? [];
    this.#mark = mark.length < text.length || startsLine ? mark : '';
    return text
      .slice(0, text.length - this.#mark.length)
      .replace(/(^|\n)( *)(\d{1,2})(?=[.)] )/g, (all, before: string, pad: string, n: string) => {
        if ((before === '' && !startsLine) || (this.#items === 0 && n !== '1')) return all;
        this.#items += 1;
        return `${before}${pad}${this.#items}`;
      });
  }

  /** What was held back. */
  end(): string {
    const mark = this.#mark;
    this.#mark = '';
    return mark;
  }
}
