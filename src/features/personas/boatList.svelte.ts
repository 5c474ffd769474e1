import { filterBoats, type BoatFilter, type PairBoats } from './boats';

/** Rows of the list on one page. */
export const PAGE_ROWS = 12;

/** The list of pairs as it is looked at: searched, filtered, a page at a time. */
export class BoatList {
  filter = $state.raw<BoatFilter>('all');
  text = $state.raw('');
  #page = $state.raw(0);

  readonly found = $derived.by(() => filterBoats(this.getRows(), this.filter, this.text));
  readonly pages = $derived(Math.max(1, Math.ceil(this.found.length / PAGE_ROWS)));
  /** The page in view, from 0; never beyond the last one. */
  readonly page = $derived(Math.min(this.#page, this.pages - 1));
  readonly visible = $derived(this.found.slice(this.page * PAGE_ROWS, (this.page + 1) * PAGE_ROWS));

  constructor(private readonly getRows: () => readonly PairBoats[]) {}

  search(text: string): void {
    this.text = text;
    this.#page = 0;
  }

  show(filter: BoatFilter): void {
    this.filter = filter;
    this.#page = 0;
  }

  turn(pages: number): void {
    this.#page = Math.max(0, this.page + pages);
  }
}
