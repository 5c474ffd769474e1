import { AppError } from '../domain/errors';
import type { LoadedModel } from './engine';
import { gpuDtypes } from './placement';
import type { LoadParams } from './protocol';

/**
 * Loads a model, and steps down where a GPU fails so badly that its worker is of no use any more:
 * the next weights, in a new worker, at last WASM. Tells why in `notes`.
 */
export async function loadDown(
  params: LoadParams,
  loadOnce: (params: LoadParams) => Promise<LoadedModel>,
): Promise<LoadedModel> {
  const onGpu = params.device === 'wasm' ? [] : gpuDtypes(params.card);
  const tries = [
    ...onGpu.map((_, skip) => ({ ...params, skip })),
    { ...params, device: 'wasm' as const },
  ];
  const notes = new Set<string>();
  for (const [index, next] of tries.entries()) {
    try {
      const loaded = await loadOnce(next);
      return { ...loaded, notes: [...notes, ...loaded.notes] };
    } catch (error) {
      const goOn = error instanceof AppError && error.code === 'gpu-failed';
      if (!goOn || index === tries.length - 1) throw error;
      notes.add(error.userMessage);
    }
  }
  throw new Error('the last try returns or throws');
}
