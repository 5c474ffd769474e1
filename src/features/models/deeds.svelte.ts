import { AppError } from '../../domain/errors';
import type { OnBytes } from './shelfTools';

/** What is under way, what was done last, and what went wrong with it: one thing at a time. */
export class Deeds {
  /** What was done last, as a sentence. */
  notice = $state.raw('');
  error = $state.raw<AppError | null>(null);
  /** What is under way; `null` for nothing. */
  job = $state.raw<{ label: string; done: number; total: number } | null>(null);
  #stop = new AbortController();

  /** The sentence was read. */
  dismiss(): void {
    this.notice = '';
  }

  /** Stops what is under way; nothing of it stays. */
  stop(): void {
    this.#stop.abort();
  }

  /** Something that takes its time, shows how far it is, and can be stopped. */
  protected async work(
    label: string,
    work: (onBytes: OnBytes, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    this.job = { label, done: 0, total: 0 };
    this.notice = '';
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    await this.attempt(() => work((done, total) => (this.job = { label, done, total }), signal));
    this.job = null;
    if (!signal.aborted) return;
    [this.error, this.notice] = [null, 'Stopped. Nothing of it was kept.'];
  }

  /** Never throws: what goes wrong is shown. */
  protected async attempt(work: () => Promise<void>): Promise<void> {
    this.error = null;
    try {
      await work();
    } catch (error) {
      this.error = AppError.from(error);
    }
  }
}
