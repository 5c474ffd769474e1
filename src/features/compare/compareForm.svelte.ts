import { AppError } from '../../domain/errors';
import type { SpaceStore } from '../../storage/spaceStore';
import { readinessOf } from '../../tasks/dinghy/readiness';
import type { Model } from '../../tasks/model';
import { Autosave } from '../../ui/autosave';

/** Where the two answers come from: the model's topics, the person's notes, or two pasted answers. */
export type Door = 'topics' | 'notes' | 'own';

/** What a person has typed; kept over reloads. */
export interface CompareDraft {
  door: Door;
  prompt: string;
  notes: string;
  first: string;
  second: string;
}

const KEY = 'compare-draft';
const empty: CompareDraft = { door: 'topics', prompt: '', notes: '', first: '', second: '' };

/** The form of the Compare page: what is typed, what the model has for it, and why it cannot start. */
export class CompareForm {
  draft = $state.raw<CompareDraft>(empty);
  error = $state.raw<AppError | null>(null);
  #touched = false;
  readonly #autosave: Autosave<CompareDraft>;

  readonly ready = $derived.by(() =>
    readinessOf(
      this.draft.prompt,
      this.draft.door === 'notes' ? this.draft.notes : null,
      this.draft.door === 'own' ? null : this.getModel(),
    ),
  );

  /** Why "Answer twice" is not possible yet; empty when it is. */
  readonly reason = $derived.by(() => {
    const { door, prompt, first, second } = this.draft;
    if (door !== 'own') return this.ready.reason;
    if (prompt.trim() === '') return 'Type the question that both answers reply to.';
    if (first.trim() === '' || second.trim() === '') return 'Paste both answers first.';
    return first.trim() === second.trim() ? 'The two answers are the same.' : '';
  });

  constructor(
    private readonly store: SpaceStore,
    private readonly getModel: () => Model | null,
  ) {
    this.#autosave = new Autosave(
      (draft) => store.setSetting(KEY, draft),
      (error) => (this.error = AppError.from(error)),
    );
  }

  /** Brings back what was typed before a reload, unless somebody has typed since. */
  async restore(): Promise<void> {
    try {
      const stored = await this.store.getSetting<unknown>(KEY, null);
      if (!this.#touched) this.draft = readDraft(stored);
    } catch (error) {
      this.error = AppError.from(error);
    }
  }

  /** Takes what was typed; it is on disk a third of a second later. */
  change(patch: Partial<CompareDraft>): void {
    this.#touched = true;
    this.draft = { ...this.draft, ...patch };
    this.#autosave.schedule(this.draft);
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    return this.#autosave.flush();
  }
}

/** Stored drafts may come from an older version: what does not fit falls back to empty. */
function readDraft(stored: unknown): CompareDraft {
  if (typeof stored !== 'object' || stored === null) return empty;
  const from = stored as Partial<Record<keyof CompareDraft, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const door = from.door === 'notes' || from.door === 'own' ? from.door : 'topics';
  return {
    door,
    prompt: text(from.prompt),
    notes: text(from.notes),
    first: text(from.first),
    second: text(from.second),
  };
}
