/** Letters of the line before that a line can repeat, told by its first letter: `a` none, `b` one … */
const NONE = 'a'.charCodeAt(0);
const MOST = 25;
/** So many lines are a step. */
const STEP_LINES = 4000;

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

/** The lines again, in steps, for idle moments. */
export function* frontDecoded(text: string): Generator<void, string[], void> {
  const lines = text.split('\n');
  yield;
  let before = '';
  for (const [at, line] of lines.entries()) {
    before = before.slice(0, line.charCodeAt(0) - NONE) + line.slice(1);
    lines[at] = before;
    if (at % STEP_LINES === STEP_LINES - 1) yield;
  }
  return lines;
}
