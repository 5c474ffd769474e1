import { newId } from '../../domain/comparison';
import { AppError } from '../../domain/errors';
import type { PreferencePair, ResponseSide } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';
import type { Model } from '../../tasks/model';
import { inferOptions } from '../../tasks/options';
import { inferPersona } from '../../tasks/persona-inference/inferPersona';
import { sides } from './boats';
import { Job, type Step } from './job.svelte';
import { keepInference, type KeptInference } from './keepInference';
import { requireModel } from './requireModel';
import { makeRunLock, type RunLock } from './runLock';

/** Infers who would take the chosen and who the rejected response, of one pair or of many. */
export class InferenceRun {
  /** What is being written now, and how far. */
  now = $state.raw<{ pairId: string; side: ResponseSide; text: string } | null>(null);
  /** Sides left out in this run because the model's answer could not be read. */
  skipped = $state.raw(0);
  readonly job: Job;

  constructor(
    private readonly store: SpaceStore,
    private readonly getModel: () => Model | null,
    /** Called with every result once it is on disk. */
    private readonly onresult: (kept: KeptInference) => void = () => {},
    lock: RunLock = makeRunLock(store.id),
  ) {
    this.job = new Job(store, 'infer', lock);
  }

  /** Both sides of every pair, but for those that are there already. */
  async start(pairs: readonly PreferencePair[]): Promise<void> {
    const pairIds = pairs.map(({ id }) => id);
    await this.#many({ id: newId(), pairIds, total: pairIds.length * 2, seed: 1 });
  }

  /** Goes on with the run that was left unfinished, with the model that is loaded now. */
  async resume(): Promise<void> {
    if (this.job.run) await this.#many(this.job.run);
  }

  /** Sides of one pair, new even where a result is there; not kept as a run. @returns whether it came to its end */
  async inferOne(pair: PreferencePair, which: readonly ResponseSide[] = sides): Promise<boolean> {
    return await this.job.perform(null, async (_step, signal) => {
      const model = requireModel(this.getModel());
      for (const side of which) await this.#infer(model, pair, side, signal);
    });
  }

  stop(): void {
    this.job.stop();
  }

  async #many(record: { id: string; pairIds: string[]; total: number; seed: number }) {
    this.skipped = 0;
    const modelId = this.getModel()?.card.id ?? '';
    await this.job.perform({ ...record, modelId }, async (step, signal) => {
      const model = requireModel(this.getModel());
      const found = await this.#found(record.pairIds, modelId);
      if (found.size > 0) await step(found.size, 'found');
      for (const pairId of record.pairIds) {
        const missing = sides.filter((side) => !found.has(`${pairId}:${side}`));
        const [pair] = missing.length > 0 ? await this.store.getPairs([pairId]) : [];
        // A pair that was deleted meanwhile leaves nothing to do.
        if (!pair && missing.length > 0) await step(missing.length, 'found');
        else if (pair) await this.#inferSides(model, pair, missing, step, signal);
      }
    });
  }

  async #inferSides(
    model: Model,
    pair: PreferencePair,
    missing: readonly ResponseSide[],
    step: Step,
    signal: AbortSignal,
  ) {
    for (const side of missing) {
      signal.throwIfAborted();
      try {
        await this.#infer(model, pair, side, signal);
      } catch (error) {
        const { code } = AppError.from(error);
        // One answer that makes no sense must not end a run over hundreds.
        if (code !== 'unreadable-output' && code !== 'context-too-long') throw error;
        this.skipped++;
      }
      await step();
    }
  }

  async #infer(model: Model, pair: PreferencePair, side: ResponseSide, signal: AbortSignal) {
    try {
      this.now = { pairId: pair.id, side, text: '' };
      const stream = inferPersona(model, pair, side, inferOptions, signal);
      let next = await stream.next();
      while (!next.done) {
        this.now = { ...this.now, text: this.now.text + next.value };
        next = await stream.next();
      }
      const kept = await keepInference(this.store, pair.id, side, next.value);
      this.onresult(kept);
    } finally {
      this.now = null;
    }
  }

  /** What is inferred already, as `${pairId}:${side}`. */
  async #found(pairIds: readonly string[], modelId: string): Promise<Set<string>> {
    const wanted = new Set(pairIds);
    const all = await this.store.listInferences();
    return new Set(
      all
        .filter(({ pairId, made }) => made.modelId === modelId && wanted.has(pairId))
        .map(({ pairId, side }) => `${pairId}:${side}`),
    );
  }
}
