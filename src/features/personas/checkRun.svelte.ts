import { newId } from '../../domain/comparison';
import { AppError } from '../../domain/errors';
import type { Judgement, Persona, PreferencePair } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';
import { checkFigures } from '../../tasks/judging/figures';
import { judgePersona } from '../../tasks/judging/judgePersona';
import { inReadingOrder, planChecks, type PlannedCheck } from '../../tasks/judging/plan';
import type { Model } from '../../tasks/model';
import { Job, type NewRun, type Step } from './job.svelte';
import { makeRunLock, type RunLock } from './runLock';
import { requireModel } from './requireModel';
import { freshJudgements, judgementIdOf, orderFlips, personaChecks } from './verdicts';

/** What is checked: the pairs, and the personas shown beside them. */
export interface CheckEvidence {
  pairs: readonly PreferencePair[];
  personas: readonly Persona[];
}

/** Judgements written to disk at one time. */
const BATCH = 16;
/** The draw of other pairs; the same one every time, so that figures can be compared. */
const SEED = 1;

/** Lets the model judge, for every persona, which response its owner would take, on own and other pairs. */
export class CheckRun {
  judgements = $state.raw<Judgement[]>([]);
  /** Other pairs that each persona is judged on, 1 to 20. */
  perPersona = $state.raw(4);
  /** Below this distance of the probability from one half the judge is unsure, in [0, 0.5]. */
  threshold = $state.raw(0.1);
  /** Questions left out in this run because the texts do not fit into the model. */
  skipped = $state.raw(0);
  readonly job: Job;

  /** Judgements that still fit their persona's words, by one model. */
  readonly fresh = $derived.by(() =>
    freshJudgements(this.judgements, this.getEvidence(), this.getModel()?.card.id ?? null),
  );
  readonly figures = $derived.by(() => {
    const { pairs, personas } = this.getEvidence();
    return checkFigures(this.fresh, pairs, personas, this.threshold);
  });
  readonly perPersonaChecks = $derived.by(() =>
    personaChecks(this.fresh, this.getEvidence().personas, this.threshold),
  );
  /** How often the judge changed its mind with the order; `null` when it cannot, by construction. */
  readonly flips = $derived(orderFlips(this.fresh));
  /** Judgements that a full check takes with this budget. */
  readonly cost = $derived.by(() => {
    const { pairs, personas } = this.getEvidence();
    const others = Math.min(this.perPersona, Math.max(0, pairs.length - 1));
    return personas.length * others + personas.filter(({ evidence }) => evidence).length;
  });

  constructor(
    private readonly store: SpaceStore,
    private readonly getModel: () => Model | null,
    private readonly getEvidence: () => CheckEvidence,
    lock: RunLock = makeRunLock(store.id),
  ) {
    this.job = new Job(store, 'check', lock);
  }

  async load(): Promise<void> {
    const usual = this.getModel()?.card.judgeThreshold ?? this.threshold;
    this.judgements = await this.store.listJudgements();
    this.threshold = await this.store.getSetting('judgeThreshold', usual);
    this.perPersona = await this.store.getSetting('checksPerPersona', this.perPersona);
    await this.job.find();
  }

  /** Checks all personas; what is judged already is not judged again. */
  async start(): Promise<void> {
    const pairIds = this.getEvidence().pairs.map(({ id }) => id);
    await this.#perform({ id: newId(), modelId: '', pairIds, total: 0, seed: SEED });
  }

  /** Goes on with the run that was left unfinished: the same draw, the personas as they are now. */
  async resume(): Promise<void> {
    if (this.job.run) await this.#perform(this.job.run);
  }

  stop(): void {
    this.job.stop();
  }

  async moveThreshold(threshold: number): Promise<void> {
    this.threshold = threshold;
    await this.store.setSetting('judgeThreshold', threshold).catch(() => undefined);
  }

  async setBudget(perPersona: number): Promise<void> {
    this.perPersona = perPersona;
    await this.store.setSetting('checksPerPersona', perPersona).catch(() => undefined);
  }

  async #perform(record: NewRun): Promise<void> {
    this.skipped = 0;
    const wanted = new Set(record.pairIds);
    const { pairs: held, personas } = this.getEvidence();
    const pairs = held.filter(({ id }) => wanted.has(id));
    const plan = planChecks(pairs, personas, record.seed, this.perPersona);
    const modelId = this.getModel()?.card.id ?? '';
    await this.job.perform({ ...record, modelId, total: plan.length }, async (step, signal) => {
      const model = requireModel(this.getModel());
      const judged = new Set(this.fresh.map(({ id }) => id));
      const left = plan.filter(
        ({ personaId, pairId }) => !judged.has(judgementIdOf(personaId, pairId, modelId)),
      );
      if (left.length < plan.length) await step(plan.length - left.length, 'found');
      const inOrder = inReadingOrder(left, model.card.promptKind);
      await this.#judgeAll(model, inOrder, { pairs, personas }, step, signal);
    });
  }

  async #judgeAll(
    model: Model,
    left: readonly PlannedCheck[],
    { pairs, personas }: CheckEvidence,
    step: Step,
    signal: AbortSignal,
  ): Promise<void> {
    const pairOf = new Map(pairs.map((pair) => [pair.id, pair]));
    const personaOf = new Map(personas.map((persona) => [persona.id, persona]));
    let batch: Judgement[] = [];
    const flush = async () => {
      const [kept, ids] = [batch, new Set(batch.map(({ id }) => id))];
      batch = [];
      if (kept.length === 0) return;
      await this.store.saveJudgements(kept);
      this.judgements = [...this.judgements.filter(({ id }) => !ids.has(id)), ...kept];
      await step(kept.length);
    };
    try {
      for (const { personaId, pairId, expected } of left) {
        const [pair, persona] = [pairOf.get(pairId), personaOf.get(personaId)];
        if (!pair || !persona) continue;
        const other = pair[expected === 'chosen' ? 'rejected' : 'chosen'];
        const question = { persona: persona.text, prompt: pair.prompt, expected: pair[expected] };
        try {
          const result = await judgePersona(model, { ...question, other }, signal);
          const id = judgementIdOf(personaId, pairId, model.card.id);
          batch.push({ id, personaId, pairId, expected, ...result });
        } catch (error) {
          // One pair that does not fit must not end a check of hundreds.
          if (AppError.from(error).code !== 'context-too-long') throw error;
          this.skipped++;
          await step();
        }
        if (batch.length >= BATCH) await flush();
      }
    } finally {
      // After Stop or a failure too: what was judged is kept.
      await flush();
    }
  }
}
