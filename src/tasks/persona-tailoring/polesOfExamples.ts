import type { PreferencePair } from '../../domain/types';
import type { Model } from '../model';

/** Poles that the nearest pairs show, without those the persona contradicts. */
export async function polesOfExamples(
  _model: Model,
  _examples: readonly PreferencePair[],
  _wanted: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  signal?.throwIfAborted();
  return [];
}
