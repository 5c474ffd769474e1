import type { Comparison } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';

/** Walks through the comparisons that wait for a vote, oldest first, skipped ones left out. */
export class VoteQueue {
  /** How many wait in the store. */
  waiting = $state.raw(0);
  /** The walk, while there is one. `seen` counts those left behind, `total` those at its start. */
  walk = $state.raw<{ seen: number; total: number; skipped: readonly string[] } | null>(null);

  readonly position = $derived(this.walk ? Math.min(this.walk.seen + 1, this.walk.total) : 0);

  constructor(private readonly store: SpaceStore) {}

  /** Counts anew; never throws. A store that cannot count says so at the next write. */
  async recount(): Promise<void> {
    try {
      this.waiting = (await this.store.countComparisons()).queue;
    } catch {
      this.waiting = 0;
    }
  }

  /** Begins a walk over all that wait now. */
  async start(): Promise<Comparison | null> {
    await this.recount();
    this.walk = { seen: 0, total: this.waiting, skipped: [] };
    return this.#next();
  }

  /** Goes on from a comparison that was voted on, or skipped; `null` at the end. */
  async goOn(skippedId: string | null): Promise<Comparison | null> {
    const { walk } = this;
    if (!walk) return null;
    const skipped = skippedId === null ? walk.skipped : [...walk.skipped, skippedId];
    this.walk = { ...walk, seen: walk.seen + 1, skipped };
    return this.#next();
  }

  leave(): void {
    this.walk = null;
  }

  async #next(): Promise<Comparison | null> {
    const skipped = this.walk?.skipped ?? [];
    if (skipped.length === 0) return this.store.nextInQueue();
    const { rows } = await this.store.listComparisons({
      state: 'queue',
      offset: 0,
      limit: skipped.length + 1,
    });
    return rows.find(({ id }) => !skipped.includes(id)) ?? null;
  }
}
