import { cutShort, MAX_RECORD, parseRecord, tooLong, type Split, type Splitter } from './splitter';

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * A JSON list of objects, or objects one after the other over several lines; never held whole.
 * `row` is the record's number.
 */
export class JsonSplitter implements Splitter {
  #row = 0;
  /** Brackets open around the present character, without the outer list's. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  #inRecord = false;
  #atStart = true;
  #inList = false;
  #parts: string[] = [];
  #length = 0;

  push(text: string): Split[] {
    const splits: Split[] = [];
    let from = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === BACKSLASH) this.#escaped = true;
        else if (code === QUOTE) this.#inString = false;
        continue;
      }
      if (code <= 32 || code === 0xfeff) continue;
      if (this.#atStart && code === OPEN_LIST) {
        this.#atStart = false;
        this.#inList = true;
        continue;
      }
      this.#atStart = false;
      if (this.#depth === 0 && (code === COMMA || code === CLOSE_LIST)) {
        // Only plain values end here; objects and lists end at their own bracket.
        if (this.#inRecord) splits.push(this.#finish(text.slice(from, index)));
        continue;
      }
      if (!this.#inRecord) {
        this.#inRecord = true;
        from = index;
      }
      if (code === QUOTE) this.#inString = true;
      else if (code === OPEN_OBJECT || code === OPEN_LIST) this.#depth++;
      else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
        this.#depth = Math.max(0, this.#depth - 1);
        if (this.#depth === 0) splits.push(this.#finish(text.slice(from, index + 1)));
      }
    }
    if (this.#inRecord) this.#hold(text.slice(from));
    return splits;
  }

  end(): Split[] {
    if (!this.#inRecord) return [];
    const row = this.#row + 1;
    if (this.#length > MAX_RECORD) return [tooLong(row)];
    return [this.#inList || this.#depth > 0 ? cutShort(row) : this.#finish('')];
  }

  #finish(rest: string): Split {
    this.#hold(rest);
    const row = ++this.#row;
    const split = this.#length > MAX_RECORD ? tooLong(row) : parseRecord(this.#parts.join(''), row);
    this.#parts = [];
    this.#length = 0;
    this.#inRecord = false;
    return split;
  }

  #hold(text: string): void {
    this.#length += text.length;
    if (this.#length > MAX_RECORD) this.#parts = [];
    else if (text !== '') this.#parts.push(text);
  }
}
