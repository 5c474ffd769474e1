import { AppError } from '../../domain/errors';
import type { Knowledge } from '../../domain/knowledge';
import type { ModelCard } from '../../domain/types';
import type { Engine, LoadedModel, LoadProgress } from '../../engine/engine';
import type { Model } from '../../tasks/model';
import { boundEngine } from './boundEngine';
import { keepChoice, readChoice, type ModelChoice } from './chosenModel';
import { addStats, noSpeed, type Speed } from './speed';

/** What has to be at hand before the engine can load. */
export interface ModelSource {
  card: ModelCard;
  /** A task-tuned model's notes, perhaps still on their way; `null` for instruct models. */
  knowledge: Knowledge | null | Promise<Knowledge | null>;
  /** Stored files; absent for a model of this site. */
  files?: ReadonlyMap<string, Blob>;
}

/** Where models come from: `null` is the one that comes with the app, others are stored here. */
export type ReadSource = (id: string | null) => Promise<ModelSource>;

/** The model in this tab: loads by itself at start, can be changed, says what it is doing. */
export class ModelState {
  phase = $state.raw<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  progress = $state.raw<LoadProgress | null>(null);
  loaded = $state.raw<LoadedModel | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Why another model answers than the one that was chosen; empty when it does not. */
  fallback = $state.raw('');
  /** Milliseconds from start to ready. */
  readyMs = $state.raw<number | null>(null);
  choice = $state.raw<ModelChoice>(readChoice());
  speed = $state.raw<Speed>(noSpeed);
  /** What the last question had to leave out to fit; empty for nothing. */
  dropped = $state.raw('');
  #model = $state.raw<Model | null>(null);
  /** Each load begins a turn; only the last one counts. */
  #turn = 0;

  readonly sentence = $derived.by(() => {
    if (this.phase === 'failed') return 'The model could not be loaded';
    if (this.phase === 'ready') return 'Ready in this tab';
    if (this.progress?.phase === 'compile') return 'Compiling the model';
    if (this.progress?.phase === 'warm-up') return 'Warming up';
    return 'Reading the model';
  });
  #currentId = $state.raw<string | null>(null);

  /** Told before another model is loaded, so that jobs can stop; and when another rest was chosen. */
  constructor(
    private readonly engine: Engine,
    private readonly readSource: ReadSource,
    private readonly onchange: () => void = () => {},
    private readonly onidle: () => void = () => {},
  ) {}

  /** The loaded model, or `null` until it is ready. */
  get model(): Model | null {
    return this.#model;
  }

  /** Id of the stored model that answers; `null` for the one of the app, and until one is ready. */
  get currentId(): string | null {
    return this.#currentId;
  }

  /** Loads the chosen model; when that fails, the one that comes with the app, and says why. */
  async load(): Promise<void> {
    const { id } = this.choice;
    this.fallback = '';
    if (await this.#try(id)) return;
    if (id === null || this.phase !== 'failed') return;
    const why = this.error?.userMessage ?? '';
    if (await this.#try(null)) {
      this.fallback = `${id} could not be started, so the model that comes with the app answers. ${why}`;
    }
  }

  /** Changes the model; everything of the person stays. Remembered for the next visit. */
  async use(id: string | null): Promise<void> {
    this.#choose({ ...this.choice, id });
    this.onchange();
    await this.load();
  }

  setIdleMinutes(idleMinutes: number | null): void {
    this.#choose({ ...this.choice, idleMinutes });
    this.onidle();
  }

  /** The engine loads the same model anew after a failure or a rest. */
  async reloading(loaded: Promise<LoadedModel>): Promise<void> {
    const turn = this.#turn;
    try {
      const again = await loaded;
      if (turn === this.#turn) this.loaded = again;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = AppError.from(error);
      this.phase = 'failed';
    }
  }

  #choose(choice: ModelChoice): void {
    this.choice = choice;
    keepChoice(choice);
  }

  /** True when it is ready. */
  async #try(id: string | null): Promise<boolean> {
    const turn = ++this.#turn;
    const isCurrent = () => turn === this.#turn;
    const started = performance.now();
    this.phase = 'loading';
    this.error = null;
    this.progress = null;
    this.#model = null;
    this.#currentId = null;
    let asked: ModelCard | null = null;
    try {
      const { card, files, ...source } = await this.readSource(id);
      asked = card;
      const loading = this.engine.load(card, {
        ...(files ? { files } : {}),
        onProgress: (progress) => {
          if (isCurrent()) this.progress = progress;
        },
      });
      const [loaded, knowledge] = await Promise.all([loading, source.knowledge]);
      if (!isCurrent()) return false;
      const engine = boundEngine(this.engine, isCurrent, (stats) => {
        this.speed = addStats(this.speed, stats);
        this.dropped = stats.dropped ?? '';
      });
      [this.loaded, this.speed, this.dropped] = [loaded, noSpeed, ''];
      this.#currentId = id;
      this.#model = { engine, card, knowledge };
      this.readyMs = performance.now() - started;
      this.phase = 'ready';
      return true;
    } catch (error) {
      if (!isCurrent()) return false;
      const { suggestSmaller } = await import('./storedSource');
      this.error = await suggestSmaller(AppError.from(error), asked);
      this.phase = 'failed';
      return false;
    }
  }
}
