/** So many lines are a step. */
const STEP_LINES = 2000;
/** What ends a line, as a UTF-16 unit. */
export const NEWLINE = 10;

/**
 * Finds lines of a long text by what they say. A map would need a string and an entry for each of tens
 * of thousands of lines before the first is looked up, which takes ten times as long.
 */
export class LineIndex {
  private constructor(
    private readonly text: string,
    /** Where each line begins; one more for the end. */
    private readonly starts: Int32Array,
    /** Line numbers from 1 by the hash of what they say, the next free place after it; 0 is free. */
    private readonly places: Int32Array,
  ) {}

  /** Reads a text in steps. Of two equal lines the first is found. */
  static *reading(text: string): Generator<void, LineIndex, void> {
    const lines = lineCount(text);
    const starts = new Int32Array(lines + 1);
    const places = new Int32Array(2 ** Math.ceil(Math.log2(lines * 2)));
    let at = 0;
    for (let line = 0; line < lines; line += 1) {
      starts[line] = at;
      let hash = SEED;
      for (; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code === NEWLINE) break;
        hash = mixed(hash, code);
      }
      let place = placeOf(hash, places);
      while (places[place] !== 0) place = (place + 1) & (places.length - 1);
      places[place] = line + 1;
      at += 1;
      if (line % STEP_LINES === STEP_LINES - 1) yield;
    }
    starts[lines] = at;
    return new LineIndex(text, starts, places);
  }

  get lines(): string[] {
    return this.text.split('\n');
  }

  /** Number of the line from 0; -1 where there is none. */
  find(line: string): number {
    let hash = SEED;
    for (let at = 0; at < line.length; at += 1) hash = mixed(hash, line.charCodeAt(at));
    const { places, starts } = this;
    for (let place = placeOf(hash, places); ; place = (place + 1) & (places.length - 1)) {
      const number = (places[place] ?? 0) - 1;
      if (number < 0) return -1;
      const start = starts[number] ?? 0;
      const end = (starts[number + 1] ?? 0) - 1;
      if (end - start === line.length && this.text.startsWith(line, start)) return number;
    }
  }
}

/** Lines of a text; an empty one has one. */
export function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

// FNV-1a (Fowler, Noll, Vo), over UTF-16 units; the high bits are mixed into the low ones at the end.
const SEED = 0x811c9dc5;
const mixed = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193);
const placeOf = (hash: number, places: Int32Array) => (hash ^ (hash >>> 15)) & (places.length - 1);
