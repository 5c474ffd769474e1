/** A persona in plain words for ways in which answers differ, e.g. "plain words" and "short". */
export function plainPersona(labels: readonly string[]): string {
  return `The user prefers: ${labels.join(', ')}.`;
}

/** What such a persona lists; `null` for a persona in other words. */
export function listedIn(persona: string): string | null {
  return /^The user prefers: (.+)\.$/.exec(persona)?.[1] ?? null;
}
