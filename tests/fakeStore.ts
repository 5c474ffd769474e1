import { memoryStore } from '../src/storage/memoryStore';
import type { Records } from '../src/storage/records';
import type { SpaceStore } from '../src/storage/spaceStore';

/** A `SpaceStore` in memory, filled with `records`: the one the app uses where nothing can be kept. */
export function fakeStore(records: Partial<Records> = {}): SpaceStore {
  return memoryStore('fake', records);
}
