/** An attention cache that several may hold; it is freed when the last holder lets go. */
export interface Holdable {
  readonly tokens: number;
  readonly bytes: number;
  /** False where it cannot be cut (on a GPU, or with states that are no lists of tokens). */
  readonly croppable: boolean;
  /** The first `tokens` of it, held once by the caller; only where `croppable`. */
  crop(tokens: number): Holdable;
  hold(): void;
  release(): void;
}

interface Entry<T extends Holdable> {
  ids: readonly number[];
  past: T;
}

/** Prefixes shorter than this cost more to keep than to compute. */
const WORTH_TOKENS = 8;

/**
 * Remembers the attention caches of recent prompts, so that a shared beginning is computed once.
 * One per loaded model. The least recently used go first when `budgetBytes` is exceeded.
 */
export class PrefixCache<T extends Holdable> {
  /** Least recently used first. */
  #entries: Entry<T>[] = [];
  #recent: (readonly number[])[] = [];

  constructor(readonly budgetBytes: number) {}

  get bytes(): number {
    return this.#entries.reduce((sum, { past }) => sum + past.bytes, 0);
  }

  /**
   * The longest kept beginning of `ids`, at most all but the last token; the caller holds it and
   * must release it.
   */
  take(ids: readonly number[]): T | null {
    let best: Entry<T> | null = null;
    let length = 0;
    for (const entry of this.#entries) {
      const shared = Math.min(sharedTokens(entry.ids, ids), ids.length - 1);
      const whole = shared >= entry.past.tokens;
      const usable = whole || entry.past.croppable ? Math.min(shared, entry.past.tokens) : 0;
      if (usable > length) [best, length] = [entry, usable];
    }
    if (!best || length < WORTH_TOKENS) return null;
    this.#entries = [...this.#entries.filter((entry) => entry !== best), best];
    if (length === best.past.tokens) {
      best.past.hold();
      return best.past;
    }
    return best.past.crop(length) as T | null; // a crop of T is a T
  }

  /**
   * Where a prompt should be cut so that a later one can start there: the longest beginning it
   * shares with a recent prompt. 0 where nothing is shared. Remembers `ids`.
   */
  learn(ids: readonly number[]): number {
    const shared = Math.max(0, ...this.#recent.map((other) => sharedTokens(other, ids)));
    this.#recent = [...this.#recent.slice(-7), ids];
    const usable = Math.min(shared, ids.length - 1);
    return usable < WORTH_TOKENS ? 0 : usable;
  }

  /** Keeps `past` for prompts that begin with `ids`. */
  put(ids: readonly number[], past: T): void {
    if (past.bytes > this.budgetBytes || ids.length < WORTH_TOKENS) return;
    past.hold();
    const kept = this.#entries.filter((entry) => {
      const covered = sharedTokens(entry.ids, ids) === entry.ids.length;
      const useless = covered && (past.croppable || entry.ids.length === ids.length);
      if (useless) entry.past.release();
      return !useless;
    });
    this.#entries = [...kept, { ids: [...ids], past }];
    while (this.bytes > this.budgetBytes) this.#entries.shift()?.past.release();
  }

  clear(): void {
    for (const { past } of this.#entries) past.release();
    this.#entries = [];
    this.#recent = [];
  }
}

/** Number of equal tokens at the beginning of both. */
export function sharedTokens(a: readonly number[], b: readonly number[]): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a[length] === b[length]) length++;
  return length;
}
