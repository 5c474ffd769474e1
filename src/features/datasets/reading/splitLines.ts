import { cutShort, MAX_RECORD, parseRecord, tooLong, type Split, type Splitter } from './splitter';

/** One JSON object a line. `row` is the line's number. */
export class LineSplitter implements Splitter {
  #line = 0;
  /** The beginning of a line whose end has not arrived. */
  #open: string[] = [];
  #openLength = 0;

  push(text: string): Split[] {
    if (!text.includes('\n')) {
      this.#hold(text);
      return [];
    }
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    const first = lines[0] ?? '';
    this.#hold(first);
    const splits: Split[] = [];
    const overlong = this.#openLength > MAX_RECORD;
    lines[0] = overlong ? '' : this.#open.join('');
    this.#drop();
    if (overlong) splits.push(tooLong(this.#line + 1));
    for (const line of lines) {
      this.#line++;
      if (line.trim() !== '') splits.push(parseRecord(line, this.#line));
    }
    this.#hold(last);
    return splits;
  }

  end(): Split[] {
    const row = this.#line + 1;
    if (this.#openLength > MAX_RECORD) return [tooLong(row)];
    const line = this.#open.join('');
    if (line.trim() === '') return [];
    const split = parseRecord(line, row);
    return ['message' in split && !/[}\]]\s*$/.test(line) ? cutShort(row) : split];
  }

  /** Too long a line is counted, not kept. */
  #hold(text: string): void {
    this.#openLength += text.length;
    if (this.#openLength > MAX_RECORD) this.#open = [];
    else if (text !== '') this.#open.push(text);
  }

  #drop(): void {
    this.#open = [];
    this.#openLength = 0;
  }
}
