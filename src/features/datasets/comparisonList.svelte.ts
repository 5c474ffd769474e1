import { AppError } from '../../domain/errors';
import type { Comparison, Dataset } from '../../domain/types';
import type { ComparisonCounts, ComparisonQuery, SpaceStore } from '../../storage/spaceStore';

/** Rows of one page. */
export const PAGE_SIZE = 50;
/** Milliseconds without typing before a search starts. */
const PAUSE = 250;

/** Which comparisons to show. */
export interface ComparisonFilter {
  show: ComparisonQuery['state'];
  /** A file's id, `null` for what was made in the app, `undefined` for all. */
  datasetId: string | null | undefined;
  text: string;
}

const EVERYTHING: ComparisonFilter = { show: 'all', datasetId: undefined, text: '' };

/** One page of the stored comparisons, found by filter and search. */
export class ComparisonList {
  filter = $state.raw<ComparisonFilter>(EVERYTHING);
  /** 0-based. */
  page = $state.raw(0);
  rows = $state.raw<readonly Comparison[]>([]);
  total = $state.raw(0);
  /** `null` until they were counted. */
  counts = $state.raw<ComparisonCounts | null>(null);
  datasets = $state.raw<readonly Dataset[]>([]);
  loading = $state.raw(false);
  error = $state.raw<AppError | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller = new AbortController();

  readonly pages = $derived(Math.max(1, Math.ceil(this.total / PAGE_SIZE)));
  readonly filtered = $derived(
    this.filter.show !== 'all' ||
      this.filter.datasetId !== undefined ||
      this.filter.text.trim() !== '',
  );

  constructor(private readonly store: SpaceStore) {}

  /** Reads counts, files and the page anew. */
  async load(): Promise<void> {
    try {
      [this.counts, this.datasets] = await Promise.all([
        this.store.countComparisons(),
        this.store.listDatasets(),
      ]);
    } catch (error) {
      this.error = AppError.from(error);
      return;
    }
    await this.goTo(this.page);
  }

  /** Changes the filter and shows its first page. */
  async choose(change: Partial<ComparisonFilter>): Promise<void> {
    clearTimeout(this.#timer);
    this.filter = { ...this.filter, ...change };
    await this.goTo(0);
  }

  /** Searches after a short pause in typing. */
  search(text: string): void {
    this.filter = { ...this.filter, text };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.goTo(0), PAUSE);
  }

  /** Shows everything again. */
  clear(): Promise<void> {
    return this.choose(EVERYTHING);
  }

  /** Shows a page; the last one when there are fewer. A reading that is under way is dropped. */
  async goTo(page: number): Promise<void> {
    this.#controller.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.loading = true;
    try {
      const { rows, total } = await this.#read(page, controller.signal);
      if (controller.signal.aborted) return;
      const last = Math.max(0, Math.ceil(total / PAGE_SIZE) - 1);
      if (page > last) return await this.goTo(last);
      this.page = page;
      this.rows = rows;
      this.total = total;
      this.error = null;
    } catch (error) {
      if (!controller.signal.aborted) this.error = AppError.from(error);
    } finally {
      if (this.#controller === controller) this.loading = false;
    }
  }

  #read(page: number, signal: AbortSignal) {
    const { show, datasetId, text } = this.filter;
    return this.store.listComparisons(
      {
        state: show,
        ...(datasetId === undefined ? {} : { datasetId }),
        text: text.trim(),
        offset: page * PAGE_SIZE,
        limit: PAGE_SIZE,
      },
      signal,
    );
  }
}
