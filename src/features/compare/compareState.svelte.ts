import { AppError } from '../../domain/errors';
import { newSeed } from '../../domain/random';
import type { Comparison } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';
import type { Model } from '../../tasks/model';
import { AnswerPair, type Place } from './answerPair.svelte';
import { CompareForm } from './compareForm.svelte';
import { endOfQueue } from './sentences';
import { Vote } from './vote.svelte';
import { VoteQueue } from './voteQueue.svelte';

/** The Compare page: ask, read two answers blind, vote, say why, go on. Made once per space. */
export class CompareState {
  readonly form: CompareForm;
  readonly answers = new AnswerPair();
  readonly vote: Vote;
  readonly queue: VoteQueue;
  /** The form, or two answers on the table. */
  view = $state.raw<'ask' | 'table'>('ask');
  error = $state.raw<AppError | null>(null);
  /** Why the form is there again, as a sentence; empty when that is plain. */
  notice = $state.raw('');
  /** The comparison voted on before this one, for Undo. */
  #lastId = $state.raw<string | null>(null);
  #turn = 0;

  readonly canVote = $derived.by(
    () =>
      this.vote.comparison !== null &&
      !this.vote.decided &&
      !this.answers.busy &&
      !this.vote.saving,
  );
  readonly canUndo = $derived.by(
    () => !this.answers.busy && (this.vote.decided || this.#lastId !== null) && !this.vote.saving,
  );

  /** @param onstored called after something was stored @param draw gives the seed of a round */
  constructor(
    private readonly store: SpaceStore,
    private readonly getModel: () => Model | null,
    private readonly onstored: () => void = () => {},
    private readonly draw: () => number = newSeed,
  ) {
    this.form = new CompareForm(store, getModel);
    this.queue = new VoteQueue(store);
    this.vote = new Vote(store, () => this.#stored());
    void this.form.restore();
    void this.queue.recount();
    store.onchange(() => void this.queue.recount());
  }

  /** The model, once it is ready. */
  get model(): Model | null {
    return this.getModel();
  }

  /** Answers the question twice, or puts the two pasted answers on the table in random places. */
  async ask(): Promise<void> {
    if (this.form.reason !== '' || this.answers.busy) return;
    this.queue.leave();
    const turn = this.#clearTable();
    void this.form.flush();
    try {
      await this.answers.fill(this.form.draft, this.getModel(), this.draw());
    } catch (error) {
      this.toForm();
      this.error = AppError.from(error);
    }
    await this.#keep(turn);
  }

  /** Writes one answer again; possible until the vote. */
  async again(place: Place): Promise<void> {
    if (this.vote.decided || this.answers[place].busy) return;
    const turn = this.#turn;
    // What is on disk no longer matches the screen, so it cannot be voted on until both have ended.
    this.vote.put(null);
    await this.answers.again(place);
    if (!this.answers.busy) await this.#keep(turn);
  }

  /** Goes on: to the next in the queue, or back to the form for a new question. */
  async next(): Promise<void> {
    const { comparison, decided } = this.vote;
    await this.vote.flush();
    if (this.queue.walk) {
      const skipped = decided ? null : (comparison?.id ?? null);
      return this.#show(() => this.queue.goOn(skipped));
    }
    if (decided) this.form.change({ prompt: '', first: '', second: '' });
    this.toForm();
  }

  /** Steps through what waits for a vote. */
  startQueue(): Promise<void> {
    return this.#show(() => this.queue.start());
  }

  /** Puts a stored comparison on the table. */
  open(id: string): Promise<void> {
    this.queue.leave();
    return this.#show(() => this.store.getComparison(id));
  }

  /** Back to the form; what was not voted on waits in the queue. */
  toForm(): void {
    this.#turn++;
    this.#leaveTable();
    this.queue.leave();
    this.view = 'ask';
    void this.queue.recount();
  }

  /** Takes the vote back: of the one on the table, else of the one before. */
  async undo(): Promise<void> {
    if (!this.canUndo) return;
    const id = this.#lastId;
    if (!this.vote.decided && id !== null) {
      this.#lastId = null;
      await this.#show(() => this.store.getComparison(id));
    }
    await this.vote.undo();
  }

  async #show(find: () => Promise<Comparison | null>): Promise<void> {
    try {
      const comparison = await find();
      if (!comparison) return this.#nothingToShow();
      const { prompt, a, b } = comparison;
      this.#clearTable();
      this.answers.show({ prompt, a: a.text, b: b.text });
      this.vote.put(comparison);
    } catch (error) {
      this.error = AppError.from(error);
    }
  }

  #nothingToShow(): void {
    const { walk } = this.queue;
    this.toForm();
    this.notice = walk
      ? endOfQueue(walk)
      : 'This comparison is not here. It was deleted, or it belongs to another space.';
  }

  #leaveTable(): void {
    this.notice = '';
    if (this.vote.decided) this.#lastId = this.vote.comparison?.id ?? null;
    this.answers.clear();
    this.vote.put(null);
  }

  /** Makes room; the number names this turn, so that what ends late cannot touch the next one. */
  #clearTable(): number {
    this.error = null;
    this.#leaveTable();
    this.view = 'table';
    return ++this.#turn;
  }

  /** Stores what is on the table as undecided, so that a reload cannot lose it. */
  async #keep(turn: number): Promise<void> {
    const comparison = this.answers.toComparison();
    if (!comparison || this.#turn !== turn) return;
    try {
      await this.store.saveComparison(comparison);
      if (this.#turn === turn) this.vote.put(comparison);
      this.#stored();
    } catch (error) {
      this.error = AppError.from(error);
    }
  }

  #stored(): void {
    this.onstored();
    void this.queue.recount();
  }
}
