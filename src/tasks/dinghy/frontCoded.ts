import { lineCount, NEWLINE } from './lineIndex';

/** Letters of the line before that a line can repeat, told by its first letter: `a` none, `b` one … */
const NONE = 'a'.charCodeAt(0);
const MOST = 25;
/** So many lines are a step. */
const STEP_LINES = 4000;
const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Sorted lines, each as what it does not share with the beginning of the line before (Witten, Moffat, Bell 1999, ch. 4.1). */
export function frontCoded(lines: readonly string[]): string {
  return lines
    .map((line, at) => {
      const before = lines[at - 1] ?? '';
      let shared = 0;
      while (shared < MOST && shared < before.length && line[shared] === before[shared])
        shared += 1;
      return String.fromCharCode(NONE + shared) + line.slice(shared);
    })
    .join('\n');
}

/** The lines again as one text, in steps, for idle moments; tens of thousands of strings would take three times as long. */
export function* frontDecoded(text: string): Generator<void, string, void> {
  const codes = new Uint16Array(text.length + MOST * lineCount(text));
  let [before, end] = [0, 0];
  for (let at = 0, line = 1; at < text.length; at += 1, line += 1) {
    const start = end;
    const shared = Math.min(MOST, Math.max(0, text.charCodeAt(at) - NONE));
    codes.copyWithin(start, before, before + shared);
    end += shared;
    for (at += 1; at < text.length && text.charCodeAt(at) !== NEWLINE; at += 1) {
      codes[end] = text.charCodeAt(at);
      end += 1;
    }
    codes[end] = NEWLINE;
    end += 1;
    before = start;
    if (line % STEP_LINES === 0) yield;
  }
  return decoder.decode(codes.subarray(0, Math.max(0, end - 1)));
}
