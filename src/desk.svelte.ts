import { CompareState } from './features/compare/compareState.svelte';
import { ImportState } from './features/datasets/importState.svelte';
import { LibraryState } from './features/datasets/libraryState.svelte';
import { PersonaLibrary } from './features/personas/personaLibrary.svelte';
import { TailorState } from './features/tailor/tailorState.svelte';
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

  /**
   * @param getModel the model of this tab; `null` until it is ready
   * @param onstored called after comparisons were stored or changed
   */
  constructor(
    private readonly getModel: () => Model | null,
    private readonly onstored: () => void,
  ) {}

  lay(store: SpaceStore): void {
    this.clear();
    this.desk = {
      compare: new CompareState(store, this.getModel, this.onstored),
      importing: new ImportState(store, this.onstored),
      library: new LibraryState(store, this.onstored),
      personas: new PersonaLibrary(store, this.getModel),
      tailor: new TailorState(store, this.getModel, this.onstored),
    };
  }

  /** Stops whatever still runs: it belongs to the space that is being left, and resumes there. */
  clear(): void {
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
