import { AppError } from '../../domain/errors';
import type { PreferencePair } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';
import { readinessOf } from '../../tasks/dinghy/readiness';
import type { Model } from '../../tasks/model';
import type { TailoringMethod } from '../../tasks/persona-tailoring/method';
import { methods } from '../../tasks/persona-tailoring/methods/index';
import { fromOtherBoat, nearestPairs } from '../../tasks/persona-tailoring/nearest';
import { Autosave } from '../../ui/autosave';
import { PersonaChoice } from './personaChoice.svelte';

interface TailorDraft {
  personaId: string | null;
  text: string;
  prompt: string;
  notes: string;
  methodId: string;
}

const KEY = 'tailor-draft';
/** Newest pairs among which the nearest are looked for, and how many examples a method gets. */
const PAIRS = 300;
const EXAMPLES = 3;

/** The form of the Tailor page: for whom, the question, from which notes, by which method. */
export class TailorForm {
  readonly persona: PersonaChoice;
  prompt = $state.raw('');
  notes = $state.raw('');
  methodId = $state.raw('beside-question');
  error = $state.raw<AppError | null>(null);
  #pairs = $state.raw<readonly PreferencePair[]>([]);
  #touched = false;
  readonly #autosave: Autosave<TailorDraft>;

  readonly ownNotes = $derived(this.notes.trim() === '' ? null : this.notes);
  readonly ready = $derived.by(() => readinessOf(this.prompt, this.ownNotes, this.getModel()));
  /** Stored pairs nearest to the question, seen from this boat. */
  readonly examples = $derived.by(() => {
    const nearest = nearestPairs(this.prompt, this.#pairs, EXAMPLES);
    return this.persona.stored?.evidence?.side === 'rejected'
      ? nearest.map(fromOtherBoat)
      : nearest;
  });
  /** Every method but the neutral one, which has a column of its own; `reason` says why one cannot be used. */
  readonly methods = $derived.by((): { method: TailoringMethod; reason: string }[] => {
    const model = this.getModel();
    const context = { persona: this.persona.text.trim() || null, examples: this.examples };
    return methods
      .filter(({ id }) => id !== 'none')
      .map((method: TailoringMethod) => {
        const available = model ? method.available(model, context) : true;
        return { method, reason: available === true ? '' : available };
      });
  });
  /** The picked method, or the first one that can be used. */
  readonly method = $derived.by((): TailoringMethod | null => {
    const usable = this.methods.filter(({ reason }) => reason === '');
    const picked = usable.find(({ method }) => method.id === this.methodId) ?? usable[0];
    return picked?.method ?? null;
  });

  /** Why asking is not possible yet; empty when it is. */
  readonly reason = $derived.by(() => {
    const { text, understood, poles, axes } = this.persona;
    if (text.trim() === '') return 'Pick a persona or write one first.';
    if (axes.length > 0 && understood && poles.length === 0) {
      return 'Nothing of this persona is switched on. Add a wish below it.';
    }
    return this.ready.reason || (this.method ? '' : (this.methods[0]?.reason ?? ''));
  });

  constructor(
    private readonly store: SpaceStore,
    private readonly getModel: () => Model | null,
  ) {
    this.persona = new PersonaChoice(getModel);
    this.#autosave = new Autosave(
      (draft) => store.setSetting(KEY, draft),
      (error) => (this.error = AppError.from(error)),
    );
  }

  /** Reads personas and pairs anew. */
  async refresh(): Promise<void> {
    this.persona.personas = await this.store.listPersonas();
    this.#pairs = await this.store.listPairs(PAIRS);
  }

  /** Brings back what was typed before a reload, unless somebody has typed since. */
  async restore(): Promise<void> {
    try {
      const stored = await this.store.getSetting<unknown>(KEY, null);
      await this.refresh();
      if (this.#touched || typeof stored !== 'object' || stored === null) return;
      const from = stored as Partial<Record<keyof TailorDraft, unknown>>;
      const text = (value: unknown) => (typeof value === 'string' ? value : '');
      this.prompt = text(from.prompt);
      this.notes = text(from.notes);
      this.methodId = text(from.methodId) || this.methodId;
      this.persona.write(text(from.text));
      const known = this.persona.personas.find(({ id }) => id === from.personaId);
      if (known?.text === this.persona.text) this.persona.take(known);
      void this.persona.read();
    } catch (error) {
      this.error = AppError.from(error);
    }
  }

  /** Takes what was typed; it is on disk a third of a second later. */
  change(patch: Partial<Pick<TailorDraft, 'prompt' | 'notes' | 'methodId'>>): void {
    if (patch.prompt !== undefined) this.prompt = patch.prompt;
    if (patch.notes !== undefined) this.notes = patch.notes;
    if (patch.methodId !== undefined) this.methodId = patch.methodId;
    this.keep();
  }

  /** Writes the draft soon; call after the persona has changed. */
  keep(): void {
    this.#touched = true;
    const { personaId, text } = this.persona;
    const { prompt, notes, methodId } = this;
    this.#autosave.schedule({ personaId, text, prompt, notes, methodId });
  }

  flush(): Promise<void> {
    return this.#autosave.flush();
  }
}
