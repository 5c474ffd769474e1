import { AppError } from '../domain/errors';
import type { Provenance } from '../domain/types';

/** Where a streaming answer stands. `stopped` and `failed` keep the text that had come. */
export type AnswerPhase = 'empty' | 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';

/** What a stream returns at its end. */
export interface Written {
  text: string;
  made: Provenance;
}

/** One answer on screen while it is written: text so far, Stop, cost, error. */
export class Answer<Result extends Written> {
  text = $state.raw('');
  phase = $state.raw<AnswerPhase>('empty');
  /** What the stream returned; `null` unless it came to its end. */
  result = $state.raw<Result | null>(null);
  /** How the text was made; `null` until the end, and for what was stopped or pasted. */
  made = $state.raw<Provenance | null>(null);
  error = $state.raw<AppError | null>(null);
  #controller: AbortController | null = null;

  readonly busy = $derived(this.phase === 'waiting' || this.phase === 'streaming');
  /** Ended, with something to read: it can be judged and kept. */
  readonly usable = $derived(
    (this.phase === 'done' || this.phase === 'stopped') && this.text.trim() !== '',
  );
  /** New tokens per second of decoding; `null` while unknown. */
  readonly tokensPerSecond = $derived.by(() => {
    const stats = this.made?.stats;
    return stats && stats.decodeMs > 0 ? (stats.newTokens * 1000) / stats.decodeMs : null;
  });

  /** Writes a new answer in place of the old one; never throws. After `stop` nothing more appears. */
  async write(start: (signal: AbortSignal) => AsyncGenerator<string, Result, void>): Promise<void> {
    this.clear();
    const controller = new AbortController();
    this.#controller = controller;
    this.phase = 'waiting';
    try {
      const stream = start(controller.signal);
      for (;;) {
        const step = await stream.next();
        if (this.#controller !== controller) return void stream.return?.(step.value as Result);
        if (step.done) {
          this.result = step.value;
          this.made = step.value.made;
          this.text = step.value.text;
          break;
        }
        this.phase = 'streaming';
        this.text += step.value;
      }
      this.phase = 'done';
    } catch (error) {
      if (this.#controller !== controller) return;
      this.error = AppError.from(error);
      this.phase = 'failed';
    } finally {
      if (this.#controller === controller) this.#controller = null;
    }
  }

  /** Stops at once; the text so far stays. */
  stop(): void {
    const controller = this.#controller;
    this.#controller = null;
    controller?.abort();
    if (this.busy) this.phase = 'stopped';
  }

  /** Shows a text that is already there, e.g. one from storage. */
  show(text: string, phase: 'done' | 'stopped' = 'done', made: Provenance | null = null): void {
    this.clear();
    this.text = text;
    this.made = made;
    this.phase = phase;
  }

  /** Stops and empties. */
  clear(): void {
    this.stop();
    this.text = '';
    this.phase = 'empty';
    this.result = null;
    this.made = null;
    this.error = null;
  }
}
