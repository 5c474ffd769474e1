import { AppError } from '../../domain/errors';
import type { ModelCard } from '../../domain/types';
import type { ModelStore, StoredModel } from '../../storage/models/modelStore';
import { CONTEXT_LIMIT, findEntry } from './catalogue';
import { smallerThan } from './fitness';
import { probeMachine } from './machine';
import type { ModelSource } from './modelState.svelte';

/**
 * A stored model, ready for the engine: its bytes as handles.
 * @throws {AppError} `model-not-loaded` when it is not (wholly) in this browser
 */
export async function readStored(store: ModelStore, id: string): Promise<ModelSource> {
  const stored = await store.get(id);
  if (!stored?.ready) {
    throw new AppError(
      'model-not-loaded',
      `${id} is not stored`,
      'It is not complete in this browser any more. Get it again on the page “Models”.',
    );
  }
  const files = await store.blobs(id);
  void store.touch(id).catch(() => {}); // only the date of its last use
  return { card: cardToUse(stored), knowledge: null, files };
}

/** The stored card with the words of the catalogue, and no more context than memory allows. */
function cardToUse({ id, card }: StoredModel): ModelCard {
  const entry = findEntry(id);
  const known = entry ? { name: entry.name, summary: entry.summary } : {};
  return { ...card, ...known, contextTokens: Math.min(card.contextTokens, CONTEXT_LIMIT) };
}

/** Names a smaller model that this machine can hold, where one was too large. */
export async function suggestSmaller(error: AppError, card: ModelCard | null): Promise<AppError> {
  if (error.code !== 'out-of-memory' || !card) return error;
  const smaller = smallerThan(card.parameters, await probeMachine());
  if (!smaller) return error;
  const sentence = `${error.userMessage} ${smaller.name} would fit.`;
  return new AppError(error.code, error.message, sentence, { cause: error });
}
