import { AppError } from '../../domain/errors';
import type { Space } from '../../domain/types';
import type { Spaces } from '../../storage/spaces';
import type { ComparisonCounts, SpaceStore } from '../../storage/spaceStore';

/** The list of spaces, which one is open, and what can be done with them. */
export class SpacesState {
  list = $state.raw<Space[]>([]);
  store = $state.raw<SpaceStore | null>(null);
  counts = $state.raw<ComparisonCounts | null>(null);
  error = $state.raw<AppError | null>(null);
  /** True once everything was erased, e.g. in another tab: nothing here is true any more. */
  erased = $state(false);
  /** What was done and how to take it back, newest last. */
  #deeds = $state.raw<readonly { notice: string; undo: () => Promise<void> }[]>([]);
  /** What just happened, as a sentence; empty when nothing did. */
  notice = $state('');

  readonly current = $derived(this.list.find(({ id }) => id === this.store?.id) ?? null);
  readonly scenes = $derived(this.list.filter(({ kind }) => kind === 'scene'));
  readonly canUndo = $derived(this.#deeds.length > 0);
  readonly isScene = $derived(this.current?.kind === 'scene');

  constructor(
    private readonly spaces: Spaces,
    /** What shows the open space: cleared before its store closes, laid anew for the next. */
    private readonly desk: { clear: () => void; lay: (store: SpaceStore) => Promise<void> | void },
  ) {
    spaces.onerased(() => {
      this.erased = true;
      this.desk.clear();
    });
  }

  /** Opens the space used last, or the personal one. */
  async start(): Promise<void> {
    await this.#try(async () => {
      this.list = await this.spaces.list();
      const last = await this.spaces.getSetting('lastSpace', '');
      const first = this.list.find(({ id }) => id === last) ?? this.list[0];
      if (first) await this.#open(first.id);
    });
  }

  async open(id: string): Promise<void> {
    await this.#try(() => this.#open(id));
  }

  async create(name: string): Promise<void> {
    await this.#try(async () => {
      const space = await this.spaces.create(name);
      this.list = await this.spaces.list();
      await this.#open(space.id);
    });
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#try(async () => {
      await this.spaces.rename(id, name);
      this.list = await this.spaces.list();
    });
  }

  /** Deletes a space of one's own; the personal one opens when the open one goes. */
  async delete(id: string): Promise<void> {
    await this.#try(async () => {
      if (this.store?.id === id) await this.#open(this.list[0]?.id ?? '');
      const deleted = await this.spaces.delete(id);
      this.list = await this.spaces.list();
      this.#did(`“${deleted.space.name}” deleted`, async () => {
        await this.spaces.undelete(deleted);
        this.list = await this.spaces.list();
      });
    });
  }

  /** Takes back the last deed that can be. */
  async undo(): Promise<void> {
    const last = this.#deeds.at(-1);
    if (!last) return;
    this.#deeds = this.#deeds.slice(0, -1);
    await this.#try(async () => {
      await last.undo().catch((error: unknown) => {
        this.#deeds = [...this.#deeds, last];
        throw error;
      });
      this.notice = this.#deeds.at(-1)?.notice ?? 'Taken back';
    });
  }

  dismiss(): void {
    this.#deeds = [];
    this.notice = '';
  }

  /** Puts the open scene back to how it came. Does nothing in any other space. */
  async resetScene(): Promise<void> {
    const { current } = this;
    if (current?.kind !== 'scene') return;
    const { id, name } = current;
    await this.#try(async () => {
      const before = await this.#apart(id, () => this.spaces.resetScene(id));
      this.#did(`“${name}” is as it came`, () =>
        this.#apart(id, () => this.spaces.unresetScene(id, before)),
      );
    });
  }

  async refreshCounts(): Promise<void> {
    await this.#try(async () => {
      this.counts = (await this.store?.countComparisons()) ?? null;
    });
  }

  #did(notice: string, undo: () => Promise<void>): void {
    this.notice = notice;
    this.#deeds = [...this.#deeds, { notice, undo }];
  }

  /** Changes a space behind the back of its pages: they are cleared before and laid anew. */
  async #apart<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    if (this.store?.id !== id) return work();
    this.desk.clear();
    this.store.close();
    return work().finally(() => this.#open(id));
  }

  async #open(id: string): Promise<void> {
    const store = await this.spaces.open(id);
    const before = this.store;
    this.desk.clear();
    this.store = store;
    this.counts = await store.countComparisons();
    before?.close();
    await this.desk.lay(store);
    await this.spaces.setSetting('lastSpace', id);
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.error = null;
    try {
      await work();
    } catch (error) {
      this.error = AppError.from(error);
    }
  }
}
