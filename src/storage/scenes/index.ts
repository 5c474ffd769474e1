import type { Records } from '../records';
import { readScene, sceneRecords } from './scene';

/** A shipped scene; its records are fetched when it is first opened or reset. */
export interface Scene {
  /** Also the id of its space. */
  id: string;
  name: string;
  load(): Promise<Partial<Records>>;
}

/** The shipped scenes, in the order in which they are listed. A new one: a JSON file and a line here. */
export const scenes: readonly Scene[] = [
  scene('short-or-thorough', 'Short or thorough', () => import('./short-or-thorough.json')),
  scene(
    'warm-or-matter-of-fact',
    'Warm or matter-of-fact',
    () => import('./warm-or-matter-of-fact.json'),
  ),
  scene(
    'party-without-a-drink',
    'A party without a drink',
    () => import('./party-without-a-drink.json'),
  ),
];

function scene(id: string, name: string, fetch: () => Promise<{ default: unknown }>): Scene {
  return { id, name, load: async () => sceneRecords(id, readScene((await fetch()).default)) };
}
