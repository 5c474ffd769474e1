import type { Knowledge } from '../domain/knowledge';
import type { GenerationOptions, GenerationStats, ModelCard, Provenance } from '../domain/types';
import type { Engine } from '../engine/engine';

/** A loaded model as the tasks see it: what answers, what it is, and the notes it may arrange. */
export interface Model {
  engine: Engine;
  card: ModelCard;
  /** Axes and topic notes of a task-tuned model; `null` for an instruct model. */
  knowledge: Knowledge | null;
}

/** Names the exact weights: the start of the SHA-256 of the first default ONNX file. */
export function modelRevision(card: ModelCard): string {
  const graphs = card.files.filter(({ path }) => path.endsWith('.onnx'));
  // Models from outside have no default files: only the wanted ones were fetched.
  const weights = graphs.find(({ role }) => role === 'default') ?? graphs[0];
  return weights?.sha256 ? weights.sha256.slice(0, 12) : 'unknown';
}

/** The record of how a result was made, with the time of the call. */
export function provenance(
  { card }: Model,
  promptId: string,
  options: GenerationOptions,
  stats: GenerationStats | null,
): Provenance {
  return {
    modelId: card.id,
    modelRevision: modelRevision(card),
    promptId,
    options,
    stats,
    createdAt: Date.now(),
  };
}
