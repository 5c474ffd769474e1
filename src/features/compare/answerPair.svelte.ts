import { newId } from '../../domain/comparison';
import { findPole } from '../../domain/knowledge';
import { newComparison } from '../../domain/newComparison';
import { plainPersona } from '../../domain/plainPersona';
import { newSeed, seededRandom, shuffle } from '../../domain/random';
import type { ComparedResponse, Comparison } from '../../domain/types';
import { provenance, type Model } from '../../tasks/model';
import { anotherTry, tailorOptions } from '../../tasks/options';
import type { TailoredResult } from '../../tasks/persona-tailoring/method';
import { answerTwoWays, type Way } from '../../tasks/persona-tailoring/twoResponses';
import { Answer } from '../../ui/answer.svelte';
import type { CompareDraft } from './compareForm.svelte';

/** Left (`a`) or right (`b`). */
export type Place = 'a' | 'b';

/** A question being answered twice, in two ways that stay hidden until the vote. */
interface Round {
  id: string;
  model: Model;
  ownNotes: string | null;
  ways: Record<Place, Way>;
}

/** The two answers on the table: written by the model, or shown from a stored comparison. */
export class AnswerPair {
  readonly a = new Answer<TailoredResult>();
  readonly b = new Answer<TailoredResult>();
  /** What both reply to. */
  prompt = $state.raw('');
  #round = $state.raw<Round | null>(null);

  readonly busy = $derived(this.a.busy || this.b.busy);
  /** Written here, so that one can be written again; not stored or pasted ones. */
  readonly written = $derived(this.#round !== null);
  readonly same = $derived(this.a.text.trim() !== '' && this.a.text.trim() === this.b.text.trim());

  /**
   * Has the model answer twice, or puts the two pasted answers in random places; resolves when both
   * have ended.
   *
   * @param seed draws the two ways and the places
   * @throws {AppError} `no-notes`, before anything is written
   */
  async fill(draft: CompareDraft, model: Model | null, seed: number): Promise<void> {
    const prompt = draft.prompt.trim();
    if (draft.door === 'own') {
      const { first, second } = draft;
      const [a = first, b = second] = shuffle([first, second], seededRandom(seed));
      return this.show({ prompt, a: a.trim(), b: b.trim() });
    }
    if (!model) return;
    const ownNotes = draft.door === 'notes' ? draft.notes : null;
    this.prompt = prompt;
    const ways = drawWays(model, prompt, ownNotes, seed, false);
    this.#round = { id: newId(), model, ownNotes, ways };
    await Promise.all([this.#write('a'), this.#write('b')]);
    // Two manners can lead to the same words; one more try, another way, usually parts them.
    if (this.same && this.a.phase === 'done' && this.b.phase === 'done') await this.again('b');
  }

  /** Writes one of them again, another way; resolves at its end. */
  async again(place: Place): Promise<void> {
    const round = this.#round;
    if (!round) return;
    const fresh = drawWays(round.model, this.prompt, round.ownNotes, newSeed(), true);
    this.#round = { ...round, ways: { ...round.ways, [place]: fresh[place] } };
    await this.#write(place);
  }

  stop(): void {
    this.a.stop();
    this.b.stop();
  }

  clear(): void {
    this.#round = null;
    this.prompt = '';
    this.a.clear();
    this.b.clear();
  }

  /** Shows two texts that are there already. */
  show({ prompt, a, b }: { prompt: string; a: string; b: string }): void {
    this.#round = null;
    this.prompt = prompt;
    this.a.show(a);
    this.b.show(b);
  }

  /** The comparison to vote on; `null` unless both have ended with something, not the same. */
  toComparison(): Comparison | null {
    if (!this.a.usable || !this.b.usable || this.same) return null;
    const id = this.#round?.id ?? newId();
    return newComparison(id, this.prompt, this.#response('a'), this.#response('b'));
  }

  #response(place: Place): ComparedResponse {
    const { text, made: known } = this[place];
    const round = this.#round;
    if (!round) return { text, origin: { kind: 'written' } };
    const made = known ?? provenance(round.model, 'two-ways', tailorOptions, null);
    const persona = personaOf(round.ways[place].poles, round.model);
    return { text, origin: { kind: 'model', methodId: 'two-ways', persona, made } };
  }

  async #write(place: Place): Promise<void> {
    const way = this.#round?.ways[place];
    if (way) await this[place].write((signal) => way.respond(signal));
  }
}

function drawWays(
  model: Model,
  prompt: string,
  ownNotes: string | null,
  seed: number,
  again: boolean,
): Record<Place, Way> {
  // Without poles only chance makes two answers differ.
  const byChance = again || model.card.promptKind === 'instruct';
  const options = byChance ? anotherTry(tailorOptions, seed) : { ...tailorOptions, seed };
  const [first, second] = answerTwoWays(model, { prompt, ownNotes, options }, seed);
  const [a = first, b = second] = shuffle([first, second], seededRandom(seed));
  return { a, b };
}

/** What an answer was asked to be, in words; `null` for nothing in particular. */
function personaOf(poles: readonly string[], { knowledge }: Model): string | null {
  const labels = poles.map((pole) => findPole(pole, knowledge?.axes ?? [])?.pole.label ?? pole);
  return labels.length === 0 ? null : plainPersona(labels);
}
