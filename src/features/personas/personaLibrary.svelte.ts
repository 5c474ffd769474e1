import { AppError } from '../../domain/errors';
import { findPole } from '../../domain/knowledge';
import type { Persona, PersonaInference, PreferencePair } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';
import type { Model } from '../../tasks/model';
import { BoatList } from './boatList.svelte';
import { boatsOf, type PairBoats } from './boats';
import { CheckRun } from './checkRun.svelte';
import { InferenceRun } from './inferenceRun.svelte';
import type { KeptInference } from './keepInference';
import { PersonaEdits } from './personaEdits.svelte';
import { makeRunLock } from './runLock';

/** So many pairs, the newest, are held in memory and worked on; the rest wait on disk. */
export const PAIRS_HELD = 5_000;

/** Pairs of a space with who would take each side; the runs that infer and check; edits. Made in main.ts. */
export class PersonaLibrary {
  pairs = $state.raw<PreferencePair[]>([]);
  personas = $state.raw<Persona[]>([]);
  inferences = $state.raw<PersonaInference[]>([]);
  /** Pairs in the space; more than `pairs` when there are very many. */
  total = $state.raw(0);
  loaded = $state.raw(false);
  error = $state.raw<AppError | null>(null);
  readonly list = new BoatList(() => this.rows);
  readonly inference: InferenceRun;
  readonly check: CheckRun;
  readonly edits: PersonaEdits;

  readonly rows = $derived(boatsOf(this.pairs, this.personas, this.inferences));
  readonly waiting = $derived(
    this.rows
      .filter(({ chosen, rejected }) => [chosen.state, rejected.state].includes('waiting'))
      .map(({ pair }) => pair),
  );
  /** Personas that hang on no pair: written by hand or imported. */
  readonly loose = $derived(this.personas.filter(({ evidence }) => evidence === null));
  /** One persona for each boat, then the loose ones: what a check is about. */
  readonly shown = $derived([
    ...this.rows.flatMap(({ chosen, rejected }) =>
      [chosen.persona, rejected.persona].filter((persona) => persona !== null),
    ),
    ...this.loose,
  ]);
  readonly busy = $derived.by(() => this.inference.job.running || this.check.job.running);

  #loading: Promise<void> | null = null;

  constructor(
    readonly store: SpaceStore,
    private readonly getModel: () => Model | null,
    lock = makeRunLock(store.id),
  ) {
    this.inference = new InferenceRun(store, getModel, (kept) => this.#take(kept), lock);
    const evidence = () => ({ pairs: this.pairs, personas: this.shown });
    this.check = new CheckRun(store, getModel, evidence, lock);
    this.edits = new PersonaEdits(store, this);
  }

  /** The model, once it is loaded. */
  get model(): Model | null {
    return this.getModel();
  }

  /** Reads everything anew; calls that come while it reads share the result. */
  async load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    await this.#loading;
  }

  /** Follows what other tabs change. Returns the way to stop. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A run in another tab changes something several times a second.
    const stop = this.store.onchange(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.load(), 500);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }

  async #load(): Promise<void> {
    await this.#try(async () => {
      const [pairs, counts] = await Promise.all([
        this.store.listPairs(PAIRS_HELD),
        this.store.countComparisons(),
      ]);
      [this.personas, this.inferences] = await Promise.all([
        this.store.listPersonas(),
        this.store.listInferences(),
      ]);
      [this.pairs, this.total] = [pairs, counts.pairs];
      this.loaded = true;
      await this.inference.job.find();
      await this.check.load();
    });
  }

  /** The pair with its boats; `null` when it is not there (yet). */
  rowOf(pairId: string): PairBoats | null {
    return this.rows.find(({ pair }) => pair.id === pairId) ?? null;
  }

  /** Makes sure that `pairId` is among the pairs held; `null` when there is no such pair. */
  async open(pairId: string): Promise<PairBoats | null> {
    if (!this.loaded) await this.load();
    if (!this.rowOf(pairId)) {
      await this.#try(async () => {
        this.pairs = [...(await this.store.getPairs([pairId])), ...this.pairs];
      });
    }
    return this.rowOf(pairId);
  }

  /** A pole's name for people; as it stands where the loaded model does not know it. */
  labelOf(pole: string): string {
    return findPole(pole, this.model?.knowledge?.axes ?? [])?.pole.label ?? pole;
  }

  /** Shows a persona that was stored, in place of its older words. */
  put(persona: Persona): void {
    this.personas = [persona, ...this.personas.filter(({ id }) => id !== persona.id)];
  }

  /** Shows a pair that was stored, in place of its older words. */
  putPair(pair: PreferencePair): void {
    this.pairs = this.pairs.map((each) => (each.id === pair.id ? pair : each));
  }

  #take({ inference, persona, removedId }: KeptInference): void {
    const others = this.inferences.filter(({ id }) => id !== inference.id);
    this.inferences = [inference, ...others];
    if (removedId) this.personas = this.personas.filter(({ id }) => id !== removedId);
    if (persona) this.put(persona);
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
