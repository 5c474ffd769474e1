import { AppError } from '../../domain/errors';
import type { Engine, LoadedModel, LoadProgress } from '../../engine/engine';
import type { Model } from '../../tasks/model';
import { boundEngine } from './boundEngine';
import type { Instead } from './insteadOf';
import { keepChoice, readChoice, type ModelChoice } from './chosenModel';
import type { ModelSource, ReadSource } from './modelSource';
import { addStats, noSpeed, type Speed } from './speed';

/** The model in this tab: loads by itself at start, can be changed, says what it is doing. */
export class ModelState {
  phase = $state.raw<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  progress = $state.raw<LoadProgress | null>(null);
  loaded = $state.raw<LoadedModel | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Why another model answers than the one that was chosen; empty when it does not. */
  fallback = $state.raw('');
  /** What could be got in its place. */
  instead = $state.raw<Instead | null>(null);
  /** Milliseconds from start to ready. */
  readyMs = $state.raw<number | null>(null);
  choice = $state.raw<ModelChoice>(readChoice());
  speed = $state.raw<Speed>(noSpeed);
  /** What the last question had to leave out to fit; empty for nothing. */
  dropped = $state.raw('');
  #model = $state.raw<Model | null>(null);
  #source: ModelSource | null = null;
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
    [this.fallback, this.instead] = ['', null];
    if (await this.#try(id)) return;
    if (this.phase !== 'failed') return;
    const [error, source] = [this.error, this.#source];
    if (id !== null && (await this.#try(null))) {
      this.fallback = `${id} could not be started, so the model that comes with the app answers. ${error?.userMessage ?? ''}`;
    }
    const turn = this.#turn;
    const { insteadOf } = await import('./insteadOf');
    const instead = error && source && (await insteadOf(error, source.card, source.from ?? null));
    if (turn === this.#turn) this.instead = instead;
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
    this.#source = null;
    try {
      const asked = await this.readSource(id);
      if (!isCurrent()) return false;
      const { card, files, ...source } = (this.#source = asked);
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
      this.error = AppError.from(error);
      this.phase = 'failed';
      return false;
    }
  }
}
