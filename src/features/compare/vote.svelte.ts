import { decide, decideByTally, undecide } from '../../domain/comparison';
import { AppError } from '../../domain/errors';
import type { Choice, Comparison } from '../../domain/types';
import { noRecords, type Deleted } from '../../storage/records';
import type { SpaceStore } from '../../storage/spaceStore';
import { Autosave } from '../../ui/autosave';

/** One comparison on the table: vote, tally, reason, undo. Every step is on disk before it shows. */
export class Vote {
  comparison = $state.raw<Comparison | null>(null);
  reason = $state.raw('');
  /** The reason as it stands on disk. */
  reasonSaved = $state.raw(true);
  saving = $state.raw(false);
  error = $state.raw<AppError | null>(null);
  /** What an undo took away besides the vote, as a sentence; empty for nothing. */
  notice = $state.raw('');
  #removed: { id: string; choice: Choice | null; records: Deleted } | null = null;
  readonly #autosave: Autosave<Comparison>;

  readonly decided = $derived(this.comparison !== null && this.comparison.choice !== null);

  constructor(
    private readonly store: SpaceStore,
    private readonly onchanged: () => void,
  ) {
    this.#autosave = new Autosave(
      async (comparison) => {
        await store.saveComparison(comparison);
        if (this.comparison?.id === comparison.id && this.reason === comparison.reason) {
          this.reasonSaved = true;
        }
      },
      (error) => (this.error = AppError.from(error)),
    );
  }

  /** Puts a comparison on the table, or clears it. */
  put(comparison: Comparison | null): void {
    void this.#autosave.flush();
    this.comparison = comparison;
    this.reason = comparison?.reason ?? '';
    this.reasonSaved = true;
    this.error = null;
    this.notice = '';
  }

  choose(choice: Choice): Promise<void> {
    return this.#decide((comparison) => decide(comparison, choice, this.reason));
  }

  /** @param tally whole numbers of at least 0, not both 0 */
  count(tally: { a: number; b: number }): Promise<void> {
    return this.#decide((comparison) => decideByTally(comparison, tally, this.reason));
  }

  async undo(): Promise<void> {
    const before = this.comparison;
    if (!before || before.choice === null || this.saving) return;
    const records = await this.#save(undecide({ ...before, reason: this.reason }));
    if (!records) return;
    this.#removed = { id: before.id, choice: before.choice, records };
    const gone = records.personas.length;
    if (gone > 0)
      this.notice = `Taken back, with ${gone === 1 ? 'the persona' : `${gone} personas`} drawn from it.`;
  }

  /** Takes the words; they are on disk a third of a second later. */
  write(reason: string): void {
    this.reason = reason;
    const { comparison } = this;
    if (!comparison) return;
    this.reasonSaved = false;
    this.comparison = { ...comparison, reason };
    this.#autosave.schedule(this.comparison);
  }

  /** Writes the reason now. */
  flush(): Promise<void> {
    return this.#autosave.flush();
  }

  async #decide(next: (comparison: Comparison) => Comparison): Promise<void> {
    const { comparison } = this;
    if (!comparison || comparison.choice !== null || this.saving) return;
    const decided = next(comparison);
    if (!(await this.#save(decided))) return;
    const removed = this.#removed;
    this.#removed = null;
    // The same vote again: what its undo took away fits again.
    if (removed?.id === decided.id && removed.choice === decided.choice) {
      await this.store
        .restore(removed.records)
        .catch((error) => (this.error = AppError.from(error)));
    }
  }

  /** Writes and then shows; what it took away, or `null` after a failure. */
  async #save(comparison: Comparison): Promise<Deleted | null> {
    this.saving = true;
    this.error = null;
    this.notice = '';
    try {
      await this.#autosave.flush();
      const removed = await this.store.saveComparison(comparison);
      if (this.comparison?.id === comparison.id) {
        // Words typed while it was written are newer.
        this.comparison = { ...comparison, reason: this.reason };
      }
      this.onchanged();
      return removed ?? noRecords();
    } catch (error) {
      this.error = AppError.from(error);
      return null;
    } finally {
      this.saving = false;
    }
  }
}
