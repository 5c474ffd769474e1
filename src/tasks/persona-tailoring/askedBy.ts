/** What a question itself asks for, whoever asks. */
const ASKED: readonly [words: RegExp, pole: string][] = [
  [/^\W*(?:but |and |so )?(?:why|how come)\b/i, 'reasons'],
  [/\bhow (?:long|many|much|early|late|often|far|big|hot|warm|old|soon)\b/i, 'numbers'],
  [
    /\b(?:what|which)(?:'s| is)? (?:the |an? )?(?:best |right |ideal |usual )?(?:time|temperature|size|ratio|amount|distance|age)\b/i,
    'numbers',
  ],
];

/** Poles that a question asks for by its own words: "why" for reasons, "how long" for figures. */
export function askedBy(question: string): string[] {
  const start = question.slice(0, 2000);
  return ASKED.filter(([words]) => words.test(start)).map(([, pole]) => pole);
}
