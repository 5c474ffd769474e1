import { inferenceIdOf, newId } from '../../domain/comparison';
import type { Persona, PersonaInference, ResponseSide } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';
import type { InferenceResult } from '../../tasks/persona-inference/result';

/** What is on disk after one inference. */
export interface KeptInference {
  inference: PersonaInference;
  persona: Persona | null;
  /** The persona of an earlier try that this one took away. */
  removedId: string | null;
}

/** Stores a result. A second try replaces the first, but never what a person wrote. */
export async function keepInference(
  store: SpaceStore,
  pairId: string,
  side: ResponseSide,
  { text, abstained, rivals, made }: InferenceResult,
): Promise<KeptInference> {
  const before = await store.getInference(pairId, side, made.modelId);
  const old = before?.personaId ? await store.getPersona(before.personaId) : null;
  const replaced = old?.source === 'inferred' ? old : null;
  const removedId = replaced && text === null ? replaced.id : null;
  if (removedId !== null) await store.deletePersona(removedId);

  const updatedAt = made.createdAt;
  const createdAt = replaced?.createdAt ?? updatedAt;
  const id = replaced?.id ?? newId();
  const evidence = { pairId, side };
  const persona: Persona | null =
    text === null ? null : { id, text, source: 'inferred', evidence, made, createdAt, updatedAt };
  const inference: PersonaInference = {
    id: inferenceIdOf(pairId, side, made.modelId),
    pairId,
    side,
    personaId: persona?.id ?? null,
    abstained,
    rivals,
    made,
  };
  await store.saveInference(inference, persona);
  return { inference, persona, removedId };
}
