import { AppError } from '../../domain/errors';
import type { Knowledge } from '../../domain/knowledge';
import type { ModelCard } from '../../domain/types';
import type { Engine, LoadedModel, LoadProgress } from '../../engine/engine';
import type { Model } from '../../tasks/model';

/** What has to be at hand before the engine can load: the card, and a task-tuned model's notes. */
export interface ModelSource {
  card: ModelCard;
  knowledge: Knowledge | null;
}

/** The model in this tab: loads by itself at start, says what it is doing, can be tried again. */
export class ModelState {
  phase = $state.raw<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  progress = $state.raw<LoadProgress | null>(null);
  loaded = $state.raw<LoadedModel | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Milliseconds from start to ready. */
  readyMs = $state.raw<number | null>(null);
  #model = $state.raw<Model | null>(null);

  readonly sentence = $derived.by(() => {
    if (this.phase === 'failed') return 'The model could not be loaded';
    if (this.phase === 'ready') return 'Ready in this tab';
    if (this.progress?.phase === 'compile') return 'Compiling the model';
    if (this.progress?.phase === 'warm-up') return 'Warming up';
    return 'Reading the model from this site';
  });

  constructor(
    private readonly engine: Engine,
    private readonly readSource: () => Promise<ModelSource>,
  ) {}

  /** The loaded model, or `null` until it is ready. */
  get model(): Model | null {
    return this.#model;
  }

  async load(): Promise<void> {
    const started = performance.now();
    this.phase = 'loading';
    this.error = null;
    this.progress = null;
    try {
      const { card, knowledge } = await this.readSource();
      this.loaded = await this.engine.load(card, {
        onProgress: (progress) => (this.progress = progress),
      });
      this.#model = { engine: this.engine, card, knowledge };
      this.readyMs = performance.now() - started;
      this.phase = 'ready';
    } catch (error) {
      this.error = AppError.from(error);
      this.phase = 'failed';
    }
  }
}
