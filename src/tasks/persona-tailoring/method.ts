import type { GenerationOptions, PreferencePair, Provenance } from '../../domain/types';
import type { Model } from '../model';

/** A question, and for whom to answer it. */
export interface TailorTask {
  prompt: string;
  /** `null` for the neutral answer. */
  persona: string | null;
  /** Poles as the person left them (chips); `null` to read them from the persona. */
  poles: string[] | null;
  /** Pasted notes to answer from; `null` for the model's own topics. */
  ownNotes: string | null;
  /** The nearest stored pairs, nearest first, seen from this boat. */
  examples: readonly PreferencePair[];
  options: GenerationOptions;
}

/** An answer, and what it was made from. */
export interface TailoredResult {
  text: string;
  /** Poles it was written for. */
  poles: string[];
  /** Those of them that nothing in the notes could show: a story where no note has one. */
  unmet: string[];
  /** Words of the persona that were not understood: kept for a larger model. */
  kept: string[];
  /** `topic` is its title; `null` for pasted notes and for instruct models. */
  notesUsed: { topic: string | null; count: number };
  made: Provenance;
}

/** What decides whether a method can be offered. */
export type TailorContext = Pick<TailorTask, 'persona' | 'examples'>;

/** A way to answer for a persona. */
export interface TailoringMethod {
  id: string;
  /** A few words for a menu. */
  label: string;
  /** One sentence for a person. */
  summary: string;
  /** True, or a sentence saying why not. */
  available(model: Model, context: TailorContext): true | string;
  /**
   * Streams the answer.
   * @throws {AppError} `no-notes` when a task-tuned model has nothing to answer from
   */
  respond(
    model: Model,
    task: TailorTask,
    signal?: AbortSignal,
  ): AsyncGenerator<string, TailoredResult, void>;
}
