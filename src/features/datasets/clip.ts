/** The beginning of a text for a preview; "…" stands for what is left out. Never splits a character. */
export function clip(text: string, length: number): string {
  const start = text.trim();
  if (start.length <= length) return start;
  return `${start
    .slice(0, length)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()} …`;
}
