import type { CompareState } from './features/compare/compareState.svelte';
import type { ImportState } from './features/datasets/importState.svelte';
import type { LibraryState } from './features/datasets/libraryState.svelte';
import type { PersonaLibrary } from './features/personas/personaLibrary.svelte';
import type { TailorState } from './features/tailor/tailorState.svelte';
import type { SpaceStore } from './storage/spaceStore';
import type { Model } from './tasks/model';

/** The state of every page, for one open space. Made anew when another space is opened. */
export interface Desk {
  compare: CompareState;
  importing: ImportState;
  library: LibraryState;
  personas: PersonaLibrary;
  tailor: TailorState;
}

/** Holds the desk of the open space; opening another space clears it and lays a new one. */
export class CurrentDesk {
  desk = $state.raw<Desk | null>(null);
  /** Each laying and clearing begins a turn; only the last one counts. */
  #turn = 0;

  /**
   * @param getModel the model of this tab; `null` until it is ready
   * @param onstored called after comparisons were stored or changed
   */
  constructor(
    private readonly getModel: () => Model | null,
    private readonly onstored: () => void,
  ) {}

  /** @throws when the code of the pages cannot be fetched */
  async lay(store: SpaceStore): Promise<void> {
    this.clear();
    const turn = this.#turn;
    const { makeDesk } = await import('./makeDesk');
    // Another space was opened, or everything erased, meanwhile.
    if (turn !== this.#turn) return;
    this.desk = makeDesk(store, this.getModel, this.onstored);
  }

  /** Stops whatever still runs: it belongs to the space that is being left, and resumes there. */
  clear(): void {
    this.#turn += 1;
    if (!this.desk) return;
    this.stop();
    this.desk.importing.reset();
    this.desk = null;
  }

  /** Stops what the model is asked for, before another model takes its place. */
  stop(): void {
    if (!this.desk) return;
    const { compare, personas, tailor } = this.desk;
    compare.answers.stop();
    personas.inference.stop();
    personas.check.stop();
    tailor.columns.stop();
  }
}
