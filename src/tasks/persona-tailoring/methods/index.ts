import type { TailoringMethod } from '../method';
import { besideQuestion } from './besideQuestion';
import { fewShot } from './fewShot';
import { none } from './none';

/** Every way to answer for a persona, in the order of the menu. A new one is a file and a line here. */
export const methods = [
  none,
  besideQuestion,
  fewShot,
] as const satisfies readonly TailoringMethod[];

/** The method with this id; `null` when it is gone from the list. */
export function findMethod(id: string): TailoringMethod | null {
  return methods.find((method) => method.id === id) ?? null;
}
