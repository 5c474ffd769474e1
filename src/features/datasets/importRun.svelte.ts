import { AppError } from '../../domain/errors';
import type { Dataset, RowIssue } from '../../domain/types';
import type { Deleted, SpaceStore } from '../../storage/spaceStore';
import { MAX_ISSUES, type ImportBatch, type Importer, type ImportPlan } from './importPlan';

/** Milliseconds between two savings of the counts; a tab killed in between loses no row, only counts. */
const SAVE_EVERY = 3000;

/** One file being stored, then its outcome, which can be undone. */
export class ImportRun {
  running = $state.raw(true);
  /** How it ended, once it has. */
  ending = $state.raw<'complete' | 'cancelled' | 'failed'>('complete');
  error = $state.raw<AppError | null>(null);
  dataset: Dataset;
  /** The first issues; `dataset.counts.refused` counts all rows. */
  issues = $state.raw<readonly RowIssue[]>([]);
  notes = $state.raw<readonly string[]>([]);
  /** Comparisons among the stored ones that wait for a vote. */
  queued = $state.raw(0);
  bytesRead = $state.raw(0);
  /** Milliseconds since the start. */
  elapsedMs = $state.raw(0);
  /** True while the import is being taken back or put back; large ones take a while. */
  busy = $state.raw(false);
  /** What Undo took away, while that can itself be undone. */
  removed = $state.raw<Deleted | null>(null);
  readonly #controller = new AbortController();

  /** "about 12 s left"; empty while there is nothing to go by. */
  readonly timeLeft = $derived.by(() => {
    if (this.bytesRead === 0 || this.elapsedMs < 1000) return '';
    const perByte = this.elapsedMs / this.bytesRead;
    const seconds = Math.ceil((perByte * (this.dataset.sizeBytes - this.bytesRead)) / 1000);
    return seconds < 100 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`;
  });

  constructor(
    private readonly store: SpaceStore,
    private readonly onstored: () => void,
    dataset: Dataset,
  ) {
    this.dataset = $state.raw(dataset);
  }

  /** Reads and stores the file to its end, or to `cancel`. Never throws: see `ending` and `error`. */
  async start(importer: Importer, file: Blob, plan: ImportPlan): Promise<void> {
    const { signal } = this.#controller;
    const started = performance.now();
    let saved = started;
    try {
      await this.store.saveDataset(this.dataset);
      for await (const batch of importer.read(file, plan, signal)) {
        await this.#keep(batch);
        this.elapsedMs = performance.now() - started;
        if (performance.now() - saved > SAVE_EVERY) {
          await this.store.saveDataset(this.dataset);
          saved = performance.now();
        }
        signal.throwIfAborted();
      }
    } catch (error) {
      this.ending = signal.aborted ? 'cancelled' : 'failed';
      if (!signal.aborted) this.error = AppError.from(error);
    }
    await this.#try(() =>
      this.dataset.counts.kept > 0
        ? this.store.saveDataset(this.dataset)
        : this.store.deleteDataset(this.dataset.id),
    );
    this.running = false;
    this.onstored();
  }

  /** Ends the reading; what is stored stays. */
  cancel(): void {
    this.#controller.abort();
  }

  /** Takes the stored comparisons away again, with what was made from them. */
  async undo(): Promise<void> {
    await this.#change(async () => {
      this.removed = await this.store.deleteDataset(this.dataset.id);
    });
  }

  /** Puts back what `undo` took. */
  async redo(): Promise<void> {
    const { removed } = this;
    if (!removed) return;
    await this.#change(async () => {
      await this.store.restore(removed);
      this.removed = null;
    });
  }

  async #keep({ comparisons, refused, issues, bytesRead, notes }: ImportBatch): Promise<void> {
    const { kept, duplicates } =
      comparisons.length > 0
        ? await this.store.importComparisons(comparisons)
        : { kept: 0, duplicates: 0 };
    const { counts } = this.dataset;
    this.dataset = {
      ...this.dataset,
      counts: {
        kept: counts.kept + kept,
        refused: counts.refused + refused,
        duplicates: counts.duplicates + duplicates,
      },
    };
    this.issues = [...this.issues, ...issues].slice(0, MAX_ISSUES);
    this.queued += comparisons.filter(({ choice }) => choice === null).length;
    this.bytesRead = bytesRead;
    this.notes = notes;
  }

  async #change(action: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.#try(action);
    this.busy = false;
    this.onstored();
  }

  /** Storage may fail here as anywhere; the first failure is the one worth telling. */
  async #try(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.error ??= AppError.from(error);
    }
  }
}
