import type { Space } from '../domain/types';
import type { SpaceStore } from './spaceStore';

/** A deleted space and the backup from which Undo brings it back. */
export interface DeletedSpace {
  space: Space;
  backup: Blob;
}

/** The list of spaces and the settings of the app (kept outside every space). */
export interface Spaces {
  close(): void;
  /** Calls `listener` after another tab changed the list or a setting. Returns the way to stop. */
  onchange(listener: () => void): () => void;
  /** Calls `listener` when everything was erased, in this tab or another. Returns the way to stop. */
  onerased(listener: () => void): () => void;
  /** The personal space first, then the shipped scenes, then the person's own spaces by age. */
  list(): Promise<Space[]>;
  /** Opens a space; a scene that was never opened is filled first. */
  open(id: string): Promise<SpaceStore>;
  /** A new empty space of the person's own. Names may repeat; an empty one becomes "New space". */
  create(name: string): Promise<Space>;
  rename(id: string, name: string): Promise<Space>;
  /** @throws {AppError} for the personal space and shipped scenes: these cannot be deleted */
  delete(id: string): Promise<DeletedSpace>;
  /** Undo of `delete`. */
  undelete(deleted: DeletedSpace): Promise<void>;
  /**
   * Puts a shipped scene back to how it came; returns a backup of what was there, for Undo.
   * @throws {AppError} for any other space: only scenes can be reset
   */
  resetScene(id: string): Promise<Blob>;
  /** Undo of `resetScene`: exactly what the backup holds. */
  unresetScene(id: string, backup: Blob): Promise<void>;
  getSetting<T>(key: string, fallback: T): Promise<T>;
  setSetting(key: string, value: unknown): Promise<void>;
}
