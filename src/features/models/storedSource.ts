import { AppError } from '../../domain/errors';
import type { ModelCard } from '../../domain/types';
import type { ModelStore, StoredModel } from '../../storage/models/modelStore';
import { CONTEXT_LIMIT, findEntry } from './catalogue';
import { choiceOf } from './downloadLink';
import type { ModelSource } from './modelSource';

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
  return { card: cardToUse(stored), knowledge: null, files, from: choiceOf(stored.source) };
}

/** The stored card with the words of the catalogue, and no more context than memory allows. */
function cardToUse({ id, card }: StoredModel): ModelCard {
  const { name, summary, promptKind } = findEntry(id) ?? card;
  const contextTokens = Math.min(card.contextTokens, CONTEXT_LIMIT);
  return { ...card, name, summary, promptKind, contextTokens };
}
