import { newId } from '../../domain/comparison';
import { AppError } from '../../domain/errors';
import type { Choice, TailoredResponse } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';
import type { Model } from '../../tasks/model';
import { findMethod } from '../../tasks/persona-tailoring/methods/index';
import { fromOtherBoat } from '../../tasks/persona-tailoring/nearest';
import { groupAsked, type AskedBefore } from './askedBefore';
import { Columns, type Asked, type Role } from './columns.svelte';
import { TailorForm } from './tailorForm.svelte';
import { TailorVote } from './tailorVote.svelte';

/** Answers kept in the list of past questions. */
const REMEMBERED = 90;
/** Milliseconds without a key before typed words are read. */
const PAUSE_MS = 500;

/** The Tailor page: for whom, what they ask, three answers, a vote. Made once per space. */
export class TailorState {
  readonly form: TailorForm;
  readonly columns: Columns;
  readonly vote: TailorVote;
  /** The question on screen; `null` before the first. */
  asked = $state.raw<Asked | null>(null);
  before = $state.raw<readonly AskedBefore[]>([]);
  error = $state.raw<AppError | null>(null);
  #responses = $state.raw<Partial<Record<Role, TailoredResponse>>>({});
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Left and right of the vote, when both answers are there. */
  readonly pair = $derived.by(() => {
    const [left, right] = this.vote.between.map((role) => this.#responses[role]);
    if (!left || !right || this.columns.busy || left.text.trim() === right.text.trim()) return null;
    return { left, right };
  });

  /** @param onstored called after something was stored */
  constructor(
    private readonly store: SpaceStore,
    private readonly getModel: () => Model | null,
    private readonly onstored: () => void = () => {},
  ) {
    this.form = new TailorForm(store, getModel);
    this.columns = new Columns((response) => void this.#keep(response));
    this.vote = new TailorVote(store, onstored);
    void this.form.restore();
    void this.#refresh();
    store.onchange(() => void this.#refresh());
  }

  /** The model, once it is ready. */
  get model(): Model | null {
    return this.getModel();
  }

  /** Takes a stored persona; reads personas anew, since it may have been made a moment ago. */
  async pick(personaId: string): Promise<void> {
    try {
      const persona = await this.store.getPersona(personaId);
      await this.form.refresh();
      if (!persona) return;
      this.form.persona.take(persona);
      this.form.keep();
      await this.form.persona.read();
    } catch (error) {
      this.error = AppError.from(error);
    }
  }

  /** Takes typed words and reads them after a pause. */
  write(text: string): void {
    this.form.persona.write(text);
    this.form.keep();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.form.persona.read(), PAUSE_MS);
  }

  /** Writes the three answers; resolves when all have ended. */
  async ask(): Promise<void> {
    const { form } = this;
    const model = this.getModel();
    if (!model || !form.method || form.reason !== '' || this.columns.busy) return;
    clearTimeout(this.#timer);
    await form.persona.read();
    // Read only now: perhaps nothing was understood.
    if (form.reason !== '') return;
    void form.flush();
    this.#responses = {};
    this.vote.clear();
    this.error = null;
    const asked: Asked = {
      id: newId(),
      prompt: form.prompt.trim(),
      ownNotes: form.ownNotes,
      boats: { 'this-boat': form.persona.thisBoat(), 'other-boat': form.persona.otherBoat() },
      method: form.method,
      examples: { 'this-boat': form.examples, 'other-boat': form.examples.map(fromOtherBoat) },
    };
    this.asked = asked;
    await this.columns.writeAll(model, asked);
  }

  /** Writes one column again. */
  async again(role: Role): Promise<void> {
    const model = this.getModel();
    if (!model || !this.asked) return;
    this.vote.clear();
    await this.columns.write(model, this.asked, role, true);
  }

  async choose(choice: Choice): Promise<void> {
    if (this.pair) await this.vote.choose(choice, this.pair.left, this.pair.right);
  }

  /** Shows a past question with its answers, and fills the form with it. */
  reopen({ id, prompt, personaId, personaText, methodId, responses }: AskedBefore): void {
    this.columns.stop();
    this.vote.clear();
    const role = (name: Role) => responses.find((response) => response.role === name);
    const boat = (name: Role) => ({
      personaId: role(name)?.personaId ?? null,
      text: role(name)?.personaText ?? '',
      poles: null,
    });
    const { persona } = this.form;
    const stored = persona.personas.find((known) => known.id === personaId);
    if (stored?.text === personaText) persona.take(stored);
    else persona.write(personaText);
    this.form.change({ prompt, methodId });
    this.#responses = Object.fromEntries(responses.map((response) => [response.role, response]));
    const method = findMethod(methodId) ?? this.form.method;
    if (method) {
      const boats = { 'this-boat': boat('this-boat'), 'other-boat': boat('other-boat') };
      const examples = { 'this-boat': [], 'other-boat': [] };
      this.asked = { id, prompt, ownNotes: null, boats, method, examples };
    }
    this.columns.show(responses);
    void persona.read();
  }

  async #keep(response: TailoredResponse): Promise<void> {
    if (this.asked?.id === response.askedId) {
      this.#responses = { ...this.#responses, [response.role]: response };
    }
    try {
      await this.store.saveResponses([response]);
      this.onstored();
      await this.#refresh();
    } catch (error) {
      this.error = AppError.from(error);
    }
  }

  async #refresh(): Promise<void> {
    try {
      await this.form.refresh();
      this.before = groupAsked(await this.store.listResponses(REMEMBERED));
    } catch (error) {
      this.error = AppError.from(error);
    }
  }
}
