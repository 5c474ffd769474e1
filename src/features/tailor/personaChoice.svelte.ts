import { AppError } from '../../domain/errors';
import { findPole, type Axis, type Pole } from '../../domain/knowledge';
import { plainPersona } from '../../domain/plainPersona';
import type { Persona } from '../../domain/types';
import {
  understandPersona,
  type Understanding,
} from '../../tasks/persona-inference/understandPersona';
import type { Model } from '../../tasks/model';

/** Somebody to answer for: their words, and their poles where the model reads poles. */
export interface Boat {
  personaId: string | null;
  text: string;
  /** `null` to let the method read the words. */
  poles: string[] | null;
}

/** For whom to answer: a stored persona or typed words, what was understood, and who is in the other boat. */
export class PersonaChoice {
  personas = $state.raw<readonly Persona[]>([]);
  /** The stored persona whose words these are; `null` for typed ones. */
  personaId = $state.raw<string | null>(null);
  text = $state.raw('');
  /** `null` until the words have been read. */
  understood = $state.raw<Understanding | null>(null);
  reading = $state.raw(false);
  error = $state.raw<AppError | null>(null);
  /** Poles switched off, and poles added, by hand. */
  off = $state.raw<readonly string[]>([]);
  added = $state.raw<readonly string[]>([]);
  /** A stored persona for the other boat, `'opposite'`, or `null` for what fits best. */
  otherChoice = $state.raw<string | null>(null);
  #reading: AbortController | null = null;

  readonly axes = $derived.by((): readonly Axis[] => this.getModel()?.knowledge?.axes ?? []);
  /** Everything with a chip: understood, then added. */
  readonly chips = $derived.by(() =>
    // Poles of a model that was left mean nothing to one without axes.
    [...new Set([...(this.understood?.poles ?? []), ...this.added])].filter((pole) =>
      findPole(pole, this.axes),
    ),
  );
  /** Poles that count. */
  readonly poles = $derived(this.chips.filter((pole) => !this.off.includes(pole)));
  readonly stored = $derived(this.personas.find(({ id }) => id === this.personaId) ?? null);
  /** Who refused what this persona chose: the persona of the other side of the same pair. */
  readonly rival = $derived.by(() => {
    const evidence = this.stored?.evidence;
    if (!evidence) return null;
    const fits = (other: Persona) =>
      other.evidence?.pairId === evidence.pairId && other.evidence.side !== evidence.side;
    return this.personas.find(fits) ?? null;
  });
  readonly other = $derived.by((): Persona | null => {
    if (this.otherChoice === 'opposite') return null;
    const picked = this.personas.find(({ id }) => id === this.otherChoice);
    return picked ?? this.rival;
  });

  constructor(private readonly getModel: () => Model | null) {}

  /** What a chip says. */
  label(poleId: string): string {
    return findPole(poleId, this.axes)?.pole.label ?? poleId;
  }

  /** Poles that can be added: no end of an axis that has a chip. Needs by their first pole, manner by both. */
  readonly addable = $derived.by((): { needs: Pole[]; manner: Pole[] } => {
    const taken = new Set(this.chips.map((pole) => findPole(pole, this.axes)?.axis.id));
    const free = this.axes.filter(({ id }) => !taken.has(id));
    return {
      needs: free.filter(({ family }) => family === 'needs').map(({ poles }) => poles[0]),
      manner: free.filter(({ family }) => family === 'manner').flatMap(({ poles }) => poles),
    };
  });

  take(persona: Persona): void {
    this.write(persona.text);
    this.personaId = persona.id;
  }

  /** Takes typed words; what was understood of the old ones goes. */
  write(text: string): void {
    this.#reading?.abort();
    this.#reading = null;
    this.reading = false;
    this.text = text;
    this.personaId = null;
    this.understood = null;
    this.off = [];
    this.added = [];
    this.otherChoice = null;
    this.error = null;
  }

  toggle(pole: string): void {
    if (this.added.includes(pole)) this.added = this.added.filter((id) => id !== pole);
    else if (this.off.includes(pole)) this.off = this.off.filter((id) => id !== pole);
    else if (this.understood?.poles.includes(pole)) this.off = [...this.off, pole];
    else this.added = [...this.added, pole];
  }

  /** Reads the words, unless that has been done; never throws. */
  async read(): Promise<void> {
    const model = this.getModel();
    if (!model || this.understood || this.#reading || this.text.trim() === '') return;
    const controller = new AbortController();
    this.#reading = controller;
    this.reading = true;
    this.error = null;
    try {
      const understood = await understandPersona(model, this.text, controller.signal);
      if (!controller.signal.aborted) this.understood = understood;
    } catch (error) {
      if (!controller.signal.aborted) this.error = AppError.from(error);
    } finally {
      if (this.#reading === controller) {
        this.#reading = null;
        this.reading = false;
      }
    }
  }

  /** This boat, as the chips stand. */
  thisBoat(): Boat {
    const poles = this.axes.length > 0 && this.understood ? [...this.poles] : null;
    return { personaId: this.personaId, text: this.text.trim(), poles };
  }

  /** The other boat: its persona, else the opposite of every pole, else of the words. */
  otherBoat(): Boat {
    const { other } = this;
    if (other) return { personaId: other.id, text: other.text, poles: null };
    const ends = this.poles.flatMap((pole) => findPole(pole, this.axes)?.opposite ?? []);
    if (ends.length === 0) {
      const text = `The user is the opposite of this person: ${this.text.trim()}`;
      return { personaId: null, text, poles: this.axes.length > 0 ? [] : null };
    }
    const text = plainPersona(ends.map(({ label }) => label));
    return { personaId: null, text, poles: ends.map(({ id }) => id) };
  }
}
