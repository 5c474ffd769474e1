import { SvelteSet } from 'svelte/reactivity';
import { AppError } from '../../domain/errors';
import type { Comparison, Persona } from '../../domain/types';
import type { Deleted, SpaceStore } from '../../storage/spaceStore';
import { edited, type ComparisonEdit } from './comparisonEdit';
import { ComparisonList } from './comparisonList.svelte';

/** Milliseconds; an import in another tab changes something several times a second. */
const WATCH_PAUSE = 400;
const STATES = ['all', 'queue', 'decided', 'undecided-kind'] as const;

/** The library: comparisons are found, opened, edited, deleted, and what was done can be undone. */
export class LibraryState {
  readonly list: ComparisonList;
  /** The open comparison and the personas inferred from it. */
  opened = $state.raw<{ comparison: Comparison; personas: readonly Persona[] } | null>(null);
  /** Ids ticked on the present page. */
  readonly selected = new SvelteSet<string>();
  /** What was done last, as a sentence, and how to undo it; `null` for nothing. */
  undoable = $state.raw<{ message: string; undo: () => Promise<unknown> } | null>(null);
  error = $state.raw<AppError | null>(null);
  /** What is being done, as a sentence, while it takes time; empty otherwise. */
  busy = $state.raw('');

  /** `onchanged` is called when comparisons went, came back or changed, so that others count again. */
  constructor(
    private readonly store: SpaceStore,
    private readonly onchanged: () => void = () => {},
  ) {
    this.list = new ComparisonList(store);
  }

  /** Shows what an address asks for: `?dataset=ID`, `?show=queue`, `?open=ID`. Call when the page appears. */
  async follow(params: URLSearchParams): Promise<void> {
    const datasetId = params.get('dataset');
    const show = STATES.find((state) => state === params.get('show'));
    if (datasetId !== null || show) {
      this.list.page = 0;
      this.list.filter = { show: show ?? 'all', datasetId: datasetId ?? undefined, text: '' };
    }
    await this.list.load();
    const id = params.get('open');
    if (id !== null) await this.open(id);
  }

  /** Shows what other tabs change, after a pause in their changes. Returns the way to stop. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = this.store.onchange(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.list.load(), WATCH_PAUSE);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }

  async goTo(page: number): Promise<void> {
    this.selected.clear();
    await this.list.goTo(page);
  }

  async open(id: string): Promise<void> {
    await this.#try('', async () => {
      const [comparison, personas] = await Promise.all([
        this.store.getComparison(id),
        this.store.listPersonas(),
      ]);
      this.opened = comparison && {
        comparison,
        personas: personas.filter(({ evidence }) => evidence?.pairId === id),
      };
    });
  }

  close(): void {
    this.opened = null;
  }

  /** Keeps an edit of the open comparison. Personas that no longer fit go, and come back with Undo. */
  async save(edit: ComparisonEdit): Promise<void> {
    const before = this.opened?.comparison;
    if (!before) return;
    await this.#try('Saving …', async () => {
      const deleted = await this.store.saveComparison(edited(before, edit));
      this.opened = null;
      await this.#changed(`Saved${alsoGone(deleted)}`, async () => {
        await this.store.saveComparison(before);
        if (deleted) await this.store.restore(deleted);
      });
    });
  }

  /** Deletes comparisons and what was made from them. */
  async delete(ids: readonly string[]): Promise<void> {
    await this.#remove(() => this.store.deleteComparisons(ids));
  }

  /** Deletes a file's comparisons, what was made from them, and the file from the list. */
  async deleteDataset(id: string): Promise<void> {
    await this.#remove(async () => {
      const deleted = await this.store.deleteDataset(id);
      const { filter } = this.list;
      if (filter.datasetId === id) this.list.filter = { ...filter, datasetId: undefined };
      return deleted;
    });
  }

  async undo(): Promise<void> {
    const undoable = this.undoable;
    this.undoable = null;
    if (!undoable) return;
    await this.#try('Undoing …', async () => {
      await undoable.undo();
      await this.list.load();
      this.onchanged();
    });
  }

  async #remove(take: () => Promise<Deleted>): Promise<void> {
    await this.#try('Deleting …', async () => {
      const deleted = await take();
      const count = deleted.comparisons.length;
      this.selected.clear();
      if (deleted.comparisons.some(({ id }) => id === this.opened?.comparison.id)) this.close();
      const what = `${count.toLocaleString('en')} ${count === 1 ? 'comparison' : 'comparisons'}`;
      await this.#changed(`${what} deleted${alsoGone(deleted)}`, () => this.store.restore(deleted));
    });
  }

  async #changed(message: string, undo: () => Promise<unknown>): Promise<void> {
    this.undoable = { message, undo };
    await this.list.load();
    this.onchanged();
  }

  async #try(busy: string, action: () => Promise<void>): Promise<void> {
    this.error = null;
    this.busy = busy;
    try {
      await action();
    } catch (error) {
      this.error = AppError.from(error);
    } finally {
      this.busy = '';
    }
  }
}

function alsoGone(deleted: Deleted | null): string {
  const count = deleted?.personas.length ?? 0;
  if (count === 0) return '';
  return `, with ${count} ${count === 1 ? 'persona' : 'personas'} that came from it`;
}
