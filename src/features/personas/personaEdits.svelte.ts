import { newId } from '../../domain/comparison';
import { AppError } from '../../domain/errors';
import type { Persona, PreferencePair, ResponseSide } from '../../domain/types';
import type { Deleted, SpaceStore } from '../../storage/spaceStore';
import type { PersonaLibrary } from './personaLibrary.svelte';

/** What a person changes by hand: words, reasons, deletions and their Undo. */
export class PersonaEdits {
  error = $state.raw<AppError | null>(null);
  /** What was deleted last; `null` once it is back or dismissed. */
  deleted = $state.raw<Deleted | null>(null);

  constructor(
    private readonly store: SpaceStore,
    private readonly library: PersonaLibrary,
  ) {}

  /** Puts the person's own words in place of a persona's; what it was seen in stays known. */
  async rewrite(persona: Persona, text: string): Promise<void> {
    await this.#save({ ...persona, text, source: 'written', made: null, updatedAt: Date.now() });
  }

  /** A persona in the person's own words, for one side of a pair. */
  async write(pairId: string, side: ResponseSide, text: string): Promise<void> {
    await this.#save(writtenPersona(text, { pairId, side }));
  }

  /** Keeps why the person would pick the chosen response, and infers again from that. */
  async explain(pair: PreferencePair, reason: string): Promise<void> {
    await this.#try(async () => {
      const comparison = await this.store.getComparison(pair.id);
      if (!comparison) return;
      await this.store.saveComparison({ ...comparison, reason });
      const explained = { ...pair, reason };
      this.library.putPair(explained);
      const ended = await this.library.inference.inferOne(explained, ['chosen']);
      // The model made nothing of it: then the person's own words are the persona.
      if (ended && this.library.rowOf(pair.id)?.chosen.state === 'abstained') {
        await this.write(pair.id, 'chosen', `The user says: ${reason}`);
      }
    });
  }

  async remove(persona: Persona): Promise<void> {
    await this.#try(async () => {
      this.deleted = await this.store.deletePersona(persona.id);
      await this.library.load();
    });
  }

  /** Brings back what was deleted last. */
  async undo(): Promise<void> {
    const { deleted } = this;
    if (!deleted) return;
    await this.#try(async () => {
      await this.store.restore(deleted);
      this.deleted = null;
      await this.library.load();
    });
  }

  /** Lets what was deleted go. */
  dismiss(): void {
    this.deleted = null;
  }

  async #save(persona: Persona): Promise<void> {
    await this.#try(async () => {
      await this.store.savePersona(persona);
      this.library.put(persona);
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.error = null;
    } catch (error) {
      this.error = AppError.from(error);
    }
  }
}

function writtenPersona(text: string, evidence: Persona['evidence']): Persona {
  const [id, now] = [newId(), Date.now()];
  return { id, text, source: 'written', evidence, made: null, createdAt: now, updatedAt: now };
}
