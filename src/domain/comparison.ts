import type { ChatMessage, Choice, Comparison, PreferencePair, ResponseSide } from './types';

/** Where a comparison stands: waiting for a vote, decided for one side, or decided for neither. */
export type ComparisonState = 'queue' | 'pair' | 'tie' | 'both-bad';

/** The state that follows from what was said. */
export function stateOf({ choice }: Pick<Comparison, 'choice'>): ComparisonState {
  if (choice === null) return 'queue';
  return choice === 'a' || choice === 'b' ? 'pair' : choice;
}

/** The preference pair of a decided comparison; `null` for waiting ones, ties and both-bad. */
export function pairOf(comparison: Comparison): PreferencePair | null {
  const { id, prompt, history, a, b, choice, reason, datasetId } = comparison;
  if (choice !== 'a' && choice !== 'b') return null;
  const [chosen, rejected] = choice === 'a' ? [a.text, b.text] : [b.text, a.text];
  return { id, prompt, history, chosen, rejected, reason, datasetId };
}

/** The comparison with one person's vote. A tally entered before is dropped. */
export function decide(
  comparison: Comparison,
  choice: Choice,
  reason: string,
  now = Date.now(),
): Comparison {
  return { ...comparison, choice, reason, tally: null, decidedAt: now };
}

/**
 * The comparison with hands counted: the larger side is chosen, equal numbers are a tie.
 * @throws {RangeError} unless both are whole numbers of at least 0, not both 0
 */
export function decideByTally(
  comparison: Comparison,
  tally: { a: number; b: number },
  reason: string,
  now = Date.now(),
): Comparison {
  const whole = (hands: number) => Number.isSafeInteger(hands) && hands >= 0;
  if (!whole(tally.a) || !whole(tally.b) || tally.a + tally.b === 0) {
    throw new RangeError(`not a tally: ${tally.a} to ${tally.b}`);
  }
  const choice: Choice = tally.a === tally.b ? 'tie' : tally.a > tally.b ? 'a' : 'b';
  return { ...comparison, choice, reason, tally: { ...tally }, decidedAt: now };
}

/** The comparison back in the queue; the words of the reason are kept. */
export function undecide(comparison: Comparison): Comparison {
  return { ...comparison, choice: null, tally: null, decidedAt: null };
}

/**
 * Names prompt, earlier turns and both texts, whichever is left or right.
 *
 * Line ends and outer white space do not count. 64 bits and the length: not for security
 * (pages on insecure origins have no `crypto.subtle`), but two different comparisons
 * of one library practically never share it.
 */
export function fingerprintOf(
  prompt: string,
  history: readonly ChatMessage[],
  a: string,
  b: string,
): string {
  const turns = history.map(({ role, content }) => `${role}:${hash(content)}`);
  const responses = [hash(a), hash(b)].sort();
  return hash([...turns, hash(prompt), ...responses].join('|'));
}

/** Two multiplicative 32-bit hashes and the length, in base 36. */
function hash(text: string): string {
  const normal = text.trim().replaceAll('\r\n', '\n');
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let index = 0; index < normal.length; index++) {
    const unit = normal.charCodeAt(index);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return `${(one >>> 0).toString(36)}.${(two >>> 0).toString(36)}.${normal.length.toString(36)}`;
}

let lastTime = 0;
let lastCount = 0;

/**
 * A new id. Ids of one tab sort in the order they were made, so records made in the same
 * millisecond keep their order; works on insecure origins, where `crypto.randomUUID` is missing.
 */
export function newId(): string {
  const now = Date.now();
  if (now > lastTime) [lastTime, lastCount] = [now, 0];
  else if (++lastCount >= 36 ** 3) [lastTime, lastCount] = [lastTime + 1, 0];
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  const digits = (value: number, length: number) => value.toString(36).padStart(length, '0');
  return digits(lastTime, 9) + digits(lastCount, 3) + digits(high, 7) + digits(low, 7);
}

/** Whether every word of `text` occurs in the prompt, a response, an earlier turn or the reason. */
export function matchesText(comparison: Comparison, text: string): boolean {
  const { prompt, history, a, b, reason } = comparison;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const all = [prompt, a.text, b.text, reason, ...history.map(({ content }) => content)]
    .join('\n')
    .toLowerCase();
  return words.every((word) => all.includes(word));
}

/** Id of the one inference for a pair, a side and a model. */
export function inferenceIdOf(pairId: string, side: ResponseSide, modelId: string): string {
  return `${pairId}:${side}:${modelId}`;
}
