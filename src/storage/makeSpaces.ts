import { newId } from '../domain/comparison';
import { AppError } from '../domain/errors';
import type { Space } from '../domain/types';
import { backupSpace, readBackup, restoreSpace } from './backup';
import { scenes, type Scene } from './scenes';
import type { SpaceStore } from './spaceStore';
import type { Spaces } from './spaces';

/** Where the list of spaces and the settings of the app are kept. */
export interface SpacesBackend {
  close(): void;
  onchange(listener: () => void): () => void;
  onerased(listener: () => void): () => void;
  allSpaces(): Promise<Space[]>;
  putSpace(space: Space): Promise<void>;
  removeSpace(id: string): Promise<void>;
  openStore(id: string): Promise<SpaceStore>;
  deleteStore(id: string): Promise<void>;
  getSetting(key: string): Promise<{ value: unknown } | null>;
  setSetting(key: string, value: unknown): Promise<void>;
}

/** Id of the space that everybody has. It can be neither reset nor deleted. */
export const personalSpaceId = 'personal';

/** Kept inside a scene once it was filled, so that an emptied scene stays empty. */
const FILLED = 'scene-filled';
const LONGEST_NAME = 60;

/** The list of spaces over `backend`; makes the personal space and the scenes at the first start. */
export async function makeSpaces(backend: SpacesBackend): Promise<Spaces> {
  const shipped: Space[] = [
    { id: personalSpaceId, name: 'My own space', kind: 'personal', createdAt: 0 },
    ...scenes.map(({ id, name }): Space => ({ id, name, kind: 'scene', createdAt: 0 })),
  ];
  const known = new Set((await backend.allSpaces()).map(({ id }) => id));
  for (const space of shipped) if (!known.has(space.id)) await backend.putSpace(space);

  const place = ({ id }: Space) => {
    const index = shipped.findIndex((space) => space.id === id);
    return index < 0 ? shipped.length : index;
  };
  const spaceOf = async (id: string) => {
    const space = (await backend.allSpaces()).find((each) => each.id === id);
    if (!space) throw refusal(`no space ${id}`, 'This space is no longer there. Choose another.');
    return space;
  };

  return {
    close: backend.close,
    onchange: backend.onchange,
    onerased: backend.onerased,
    async list() {
      const all = await backend.allSpaces();
      return all.sort((l, r) => place(l) - place(r) || l.createdAt - r.createdAt);
    },
    async open(id) {
      const scene = sceneOf(id);
      if (!scene) await spaceOf(id);
      const store = await backend.openStore(id);
      if (scene && !(await store.getSetting(FILLED, false))) await fill(store, scene);
      return store;
    },
    async create(name) {
      const id = newId();
      const space: Space = { id, name: tidy(name), kind: 'personal', createdAt: Date.now() };
      await backend.putSpace(space);
      return space;
    },
    async rename(id, name) {
      const space = { ...(await spaceOf(id)), name: tidy(name) };
      await backend.putSpace(space);
      return space;
    },
    async delete(id) {
      const space = await spaceOf(id);
      if (shipped.some((each) => each.id === id)) {
        const instead = sceneOf(id) ? 'Reset it instead.' : 'Use "Erase everything" instead.';
        throw refusal(`${id} is shipped`, `This space cannot be deleted. ${instead}`);
      }
      const store = await backend.openStore(id);
      const backup = await backupSpace(store, space).finally(() => store.close());
      await backend.deleteStore(id);
      await backend.removeSpace(id);
      return { space, backup };
    },
    async undelete({ space, backup }) {
      const store = await backend.openStore(space.id);
      try {
        await restoreSpace(store, await readBackup(backup));
      } finally {
        store.close();
      }
      await backend.putSpace(space);
    },
    async resetScene(id) {
      const scene = sceneOf(id);
      if (!scene) {
        throw refusal(`${id} is no scene`, 'Only scenes can be reset. Nothing was changed.');
      }
      const store = await backend.openStore(id);
      try {
        const backup = await backupSpace(store, await spaceOf(id));
        await fill(store, scene);
        return backup;
      } finally {
        store.close();
      }
    },
    async unresetScene(id, backup) {
      const { records } = await readBackup(backup);
      const store = await backend.openStore(id);
      await store.replaceAll(records).finally(() => store.close());
    },
    async getSetting<T>(key: string, fallback: T) {
      const setting = await backend.getSetting(key);
      // The caller names the type of what it stored under this key.
      return setting ? (setting.value as T) : fallback;
    },
    setSetting: backend.setSetting,
  };
}

const sceneOf = (id: string) => scenes.find((scene) => scene.id === id);
const tidy = (name: string) => name.trim().slice(0, LONGEST_NAME) || 'New space';
const refusal = (message: string, userMessage: string) =>
  new AppError('unknown', message, userMessage);

async function fill(store: SpaceStore, scene: Scene): Promise<void> {
  const settings = [{ key: FILLED, value: true }];
  await store.replaceAll({ ...(await scene.load()), settings });
}
