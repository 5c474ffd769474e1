import type { Knowledge } from '../../domain/knowledge';
import type { ModelCard } from '../../domain/types';
import type { SourceChoice } from './downloadLink';

/** What has to be at hand before the engine can load. */
export interface ModelSource {
  card: ModelCard;
  /** A task-tuned model's notes, perhaps still on their way; `null` for instruct models. */
  knowledge: Knowledge | null | Promise<Knowledge | null>;
  /** Stored files; absent for a model of this site. */
  files?: ReadonlyMap<string, Blob>;
  /** Where they came from; `null` for the disk. */
  from?: SourceChoice | null;
}

/** Where models come from: `null` is the one that comes with the app, others are stored here. */
export type ReadSource = (id: string | null) => Promise<ModelSource>;
