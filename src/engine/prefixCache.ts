/** An attention cache that several may hold; it is freed when the last holder lets go. */
export interface Holdable {
  readonly tokens: number;
  readonly bytes: number;
  /** True when the scores of the next token are known with it. */
  readonly answered: boolean;
  /** False where it cannot be cut (on a GPU, or with states that are no lists of tokens). */
  readonly croppable: boolean;
  /** The first `tokens` of it with room for `all`, held once by the caller; only where `croppable`. */
  crop(tokens: number, all: number): Holdable;
  hold(): void;
  release(): void;
}

interface Entry<T extends Holdable> {
  ids: readonly number[];
  past: T;
}

interface Found<T extends Holdable> {
  entry: Entry<T>;
  length: number;
}

/** Prefixes shorter than this cost more to keep than to compute. */
const WORTH_TOKENS = 8;

/**
 * Remembers the attention caches of recent prompts, so that a shared beginning is computed once.
 * One per loaded model, and by token ids: another model, or another version of a prompt, finds
 * nothing but what is equal to the token. The least recently used go first beyond `budgetBytes`.
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
   * The longest kept beginning of `ids`; all of them only where the scores after them are known.
   * The caller holds it and must release it. One that was kept whole is shared, not copied; of
   * another the caller gets a copy of its own, with room for the other tokens.
   */
  take(ids: readonly number[]): T | null {
    let whole: Found<T> | null = null;
    let cut: Found<T> | null = null;
    for (const entry of this.#entries) {
      const length = usableTokens(entry, ids);
      if (length < WORTH_TOKENS) continue;
      if (length === entry.past.tokens) whole = longer({ entry, length }, whole);
      else cut = longer({ entry, length }, cut);
    }
    // A cut is a copy: not for a few tokens, which are computed as fast.
    const best = cut && cut.length >= (whole?.length ?? 0) + WORTH_TOKENS ? cut : whole;
    if (!best) return null;
    this.#touch(best.entry);
    const { past } = best.entry;
    // A cut is not kept: its memory becomes that of the whole prompt, which then needs no copy.
    if (best === cut) return past.crop(best.length, ids.length) as T; // a crop of T is a T
    past.hold();
    return past;
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

  /** Keeps `past` for prompts that begin with `ids`; of two for the same tokens the newer. */
  put(ids: readonly number[], past: T): void {
    if (past.bytes > this.budgetBytes || ids.length < WORTH_TOKENS) return;
    past.hold();
    const same = this.#entries.filter((entry) => isBeginning(entry.ids, ids, ids.length));
    for (const entry of same) entry.past.release();
    this.#entries = [
      ...this.#entries.filter((entry) => !same.includes(entry)),
      { ids: [...ids], past },
    ];
    while (this.bytes > this.budgetBytes) this.#entries.shift()?.past.release();
  }

  clear(): void {
    for (const { past } of this.#entries) past.release();
    this.#entries = [];
    this.#recent = [];
  }

  #touch(entry: Entry<T>): void {
    this.#entries = [...this.#entries.filter((other) => other !== entry), entry];
  }
}

/** Of equal ones the later, which was used last. */
const longer = <T extends Holdable>(a: Found<T>, b: Found<T> | null): Found<T> =>
  b && b.length > a.length ? b : a;

/** How many tokens of an entry serve a prompt; one token must be left to run, unless all is known. */
function usableTokens<T extends Holdable>({ ids: own, past }: Entry<T>, ids: readonly number[]) {
  const shared = Math.min(sharedTokens(own, ids), past.tokens);
  if (shared === past.tokens && (shared < ids.length || past.answered)) return shared;
  return past.croppable ? Math.min(shared, ids.length - 1) : 0;
}

/** Number of equal tokens at the beginning of both. */
export function sharedTokens(a: readonly number[], b: readonly number[]): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a[length] === b[length]) length++;
  return length;
}

const isBeginning = (a: readonly number[], b: readonly number[], length: number) =>
  a.length === length && sharedTokens(a, b) === length;
