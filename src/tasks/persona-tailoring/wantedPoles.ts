import type { Model } from '../model';
import { understandPersona, type Understanding } from '../persona-inference/understandPersona';
import type { TailorTask } from './method';

/** The poles a task asks for: as the person left the chips, else read from the persona. */
export async function wantedPoles(
  model: Model,
  { persona, poles }: Pick<TailorTask, 'persona' | 'poles'>,
  signal?: AbortSignal,
): Promise<Understanding> {
  const understood = await understandPersona(model, persona ?? '', signal);
  return poles === null ? understood : { poles: [...poles], unknown: understood.unknown };
}
