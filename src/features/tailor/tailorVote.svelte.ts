import { decide, newId } from '../../domain/comparison';
import { AppError } from '../../domain/errors';
import { newComparison } from '../../domain/newComparison';
import type { Choice, ComparedResponse, Comparison, TailoredResponse } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';
import type { Role } from './columns.svelte';

/** A vote between two of the three answers: a new comparison, since it is one. */
export class TailorVote {
  /** Which two columns, left one first. */
  between = $state.raw<readonly [Role, Role]>(['neutral', 'this-boat']);
  saved = $state.raw<Comparison | null>(null);
  error = $state.raw<AppError | null>(null);
  #busy = false;

  constructor(
    private readonly store: SpaceStore,
    private readonly onstored: () => void,
  ) {}

  clear(): void {
    this.saved = null;
    this.error = null;
  }

  pick(between: readonly [Role, Role]): void {
    this.between = between;
    this.clear();
  }

  /** Stores what was said about the two answers. */
  async choose(choice: Choice, left: TailoredResponse, right: TailoredResponse): Promise<void> {
    if (this.#busy || this.saved) return;
    const made = newComparison(newId(), left.prompt, responseOf(left), responseOf(right));
    const comparison = decide(made, choice, '');
    await this.#write(async () => {
      await this.store.saveComparison(comparison);
      this.saved = comparison;
    });
  }

  async undo(): Promise<void> {
    const { saved } = this;
    if (!saved || this.#busy) return;
    await this.#write(async () => {
      await this.store.deleteComparisons([saved.id]);
      this.saved = null;
    });
  }

  async #write(work: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.error = null;
    try {
      await work();
      this.onstored();
    } catch (error) {
      this.error = AppError.from(error);
    } finally {
      this.#busy = false;
    }
  }
}

function responseOf({ text, methodId, personaText, made }: TailoredResponse): ComparedResponse {
  return { text, origin: { kind: 'model', methodId, persona: personaText || null, made } };
}
