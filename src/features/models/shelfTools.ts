import type { DroppedFile } from '../../storage/models/droppedFiles';
import type { ModelStore, StoredModel } from '../../storage/models/modelStore';
import type { OnBytes } from '../../storage/models/sideLoad';

export type { OnBytes };

/** What a shelf needs from outside; made in main.ts. */
export interface ShelfTools {
  openStore(): Promise<ModelStore>;
  /** True when there may be models in this browser; looks without opening anything. */
  hasModels?(): Promise<boolean>;
  /** Ids of the models that this server has besides the one of the app. */
  siteModels?(): Promise<string[]>;
  /** Checks picked or dropped files and keeps them as one model. */
  addFiles?(
    store: ModelStore,
    files: readonly (File | DroppedFile)[],
    onBytes: OnBytes,
    signal: AbortSignal,
  ): Promise<StoredModel>;
  /** Saves one file with everything and its hashes, for others; says false when nothing was saved. */
  savePack?(
    store: Promise<ModelStore>,
    model: StoredModel,
    onBytes: OnBytes,
    signal: AbortSignal,
  ): Promise<boolean>;
}
