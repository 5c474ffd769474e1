/** Lower-cased words of a text in any script; apostrophes stay inside words ("don't"). */
export function splitWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? []
  );
}

/** Sentences of a text, trimmed; line breaks also end a sentence, list marks are dropped. */
export function splitSentences(text: string): string[] {
  return text
    .split(/\n+/)
    .map((line) => line.replace(/^\s*(?:[-*•–]|\d{1,2}[.)])\s+/u, '').trim())
    .flatMap((line) => line.split(/(?<=[.!?…]["')\]]?)\s+(?=["'(\p{Lu}\p{N}])/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** The text with its first letter in upper case. */
export function capitalise(text: string): string {
  return text.replace(/^(\P{L}*)(\p{L})/u, (_, before: string, letter: string) =>
    /\p{N}/u.test(before) ? before + letter : before + letter.toUpperCase(),
  );
}

/**
 * Rough number of model tokens of a text, without a tokenizer: never far too low.
 * Lower-case letters and spaces cost 0.3 tokens, other ASCII one, everything else one a UTF-8 byte.
 */
export function estimateTokens(text: string): number {
  let cost = 0;
  for (const character of text) cost += characterCost(character);
  return Math.ceil(cost);
}

/** The text cut to about `tokens` tokens: the head (two thirds) and the tail stay, "…" stands between. */
export function clipText(text: string, tokens: number): string {
  // Only the ends can survive, so huge texts cost no more than small ones.
  const reach = tokens * 8;
  const near = text.length > 2 * reach ? text.slice(0, reach) + text.slice(-reach) : text;
  if (near === text && estimateTokens(text) <= tokens) return text;
  const characters = [...near];
  const head = take(characters, (tokens * 2) / 3);
  const tail = take(characters.slice(head.length).reverse(), tokens / 3 - 4).reverse();
  return `${head.join('').trimEnd()} … ${tail.join('').trimStart()}`;
}

function characterCost(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x20 || (code >= 0x61 && code <= 0x7a)) return 0.3;
  if (code < 0x80) return 1;
  return code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function take(characters: readonly string[], tokens: number): string[] {
  let cost = 0;
  const end = characters.findIndex((character) => (cost += characterCost(character)) > tokens);
  return characters.slice(0, end === -1 ? undefined : end);
}
