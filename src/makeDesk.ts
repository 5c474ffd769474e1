import type { Desk } from './desk.svelte';
import { CompareState } from './features/compare/compareState.svelte';
import { ImportState } from './features/datasets/importState.svelte';
import { LibraryState } from './features/datasets/libraryState.svelte';
import { PersonaLibrary } from './features/personas/personaLibrary.svelte';
import { TailorState } from './features/tailor/tailorState.svelte';
import type { SpaceStore } from './storage/spaceStore';
import type { Model } from './tasks/model';

/** Makes the state of every page for one space. Loaded after the start page, which needs none of it. */
export function makeDesk(
  store: SpaceStore,
  getModel: () => Model | null,
  onstored: () => void,
): Desk {
  return {
    compare: new CompareState(store, getModel, onstored),
    importing: new ImportState(store, onstored),
    library: new LibraryState(store, onstored),
    personas: new PersonaLibrary(store, getModel),
    tailor: new TailorState(store, getModel, onstored),
  };
}
