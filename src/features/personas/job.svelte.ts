import { AppError } from '../../domain/errors';
import type { Run } from '../../domain/types';
import type { SpaceStore } from '../../storage/spaceStore';
import type { RunLock } from './runLock';
import { timeLeft } from './timeLeft';

/** The parts of a `Run` that its owner decides. */
export type NewRun = Pick<Run, 'id' | 'modelId' | 'pairIds' | 'total' | 'seed'>;

/** How work reports finished jobs, or such as were `found` finished; resolves once this is on disk. */
export type Step = (jobs?: number, how?: 'finished' | 'found') => Promise<void>;

/**
 * One long run: its record on disk, Stop, what went wrong, and that only one runs at a time.
 * What the work itself finishes it stores itself, at once; so nothing is lost with the tab.
 */
export class Job {
  /** The run at work, or an unfinished one that can go on. */
  run = $state.raw<Run | null>(null);
  error = $state.raw<AppError | null>(null);
  /** True when another tab is at work on this space. */
  elsewhere = $state.raw(false);
  /** Time left, in words; may be empty. */
  left = $state.raw('');
  /** True while the work is too small to be kept as a run; an unfinished run may wait beside it. */
  small = $state.raw(false);
  #controller = $state.raw<AbortController | null>(null);

  readonly running = $derived(this.#controller !== null);
  /** An unfinished run that waits for Resume. */
  readonly resumable = $derived(this.running ? null : this.run);

  constructor(
    private readonly store: SpaceStore,
    private readonly kind: Run['kind'],
    private readonly lock: RunLock,
  ) {}

  /** Finds the run that a closed tab, Stop or a failure left unfinished. */
  async find(): Promise<void> {
    if (this.running) return;
    const runs = await this.store.listRuns();
    const latest = runs.find(({ kind }) => kind === this.kind);
    this.run = latest && latest.finishedAt === null ? latest : null;
    this.elsewhere = await this.lock.held();
  }

  /**
   * Does `work` for a new run, or goes on with one. Catches everything: a failure becomes `error`,
   * an abort is none.
   *
   * @param record `null` for a job too small to be kept as a run
   * @returns whether the work came to its end
   */
  async perform(
    record: NewRun | Run | null,
    work: (step: Step, signal: AbortSignal) => Promise<void>,
  ): Promise<boolean> {
    if (this.running) return false;
    const controller = new AbortController();
    this.#controller = controller;
    this.small = record === null;
    this.error = null;
    this.left = '';
    try {
      const alone = await this.lock.hold(() => this.#hold(record, work, controller.signal));
      if (!alone) this.elsewhere = true;
      return alone && !controller.signal.aborted;
    } catch (error) {
      this.error = AppError.from(error);
      return false;
    } finally {
      this.#controller = null;
    }
  }

  stop(): void {
    this.#controller?.abort();
  }

  /** Takes an old failure off the screen. */
  dismiss(): void {
    if (!this.running) this.error = null;
  }

  /** Lets an unfinished run go; what it has finished stays. */
  async forget(): Promise<void> {
    if (this.running || !this.run) return;
    await this.#save({ ...this.run, finishedAt: Date.now() });
    this.run = null;
    this.error = null;
  }

  async #hold(
    record: NewRun | Run | null,
    work: (step: Step, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    this.elsewhere = false;
    if (record) await this.#save(opened(record, this.kind));
    const started = performance.now();
    let done = 0;
    const step: Step = async (jobs = 1, how = 'finished') => {
      if (how === 'finished') done += jobs;
      if (!record || !this.run) return;
      const total = this.run.done + jobs;
      this.left = timeLeft(done, this.run.total - total, performance.now() - started);
      await this.#save({ ...this.run, done: total });
    };
    try {
      await work(step, signal);
      if (record) await this.#end('done');
    } catch (error) {
      // Should this fail too, the first failure is the one to show; the run stays resumable.
      if (record) await this.#end(signal.aborted ? 'stopped' : 'failed').catch(() => undefined);
      if (!signal.aborted) throw error;
    }
  }

  async #end(status: 'done' | 'stopped' | 'failed'): Promise<void> {
    if (!this.run) return;
    await this.#save({ ...this.run, status, finishedAt: status === 'done' ? Date.now() : null });
    if (status === 'done') this.run = null;
  }

  async #save(run: Run): Promise<void> {
    await this.store.saveRun(run);
    this.run = run;
  }
}

/** The record of a run that starts now; a resumed one counts its finished jobs anew. */
function opened(record: NewRun | Run, kind: Run['kind']): Run {
  const { id, modelId, pairIds, total, seed } = record;
  const startedAt = 'startedAt' in record ? record.startedAt : Date.now();
  return {
    ...{ id, kind, modelId, pairIds, total, seed, startedAt },
    ...{ status: 'running', done: 0, finishedAt: null },
  };
}
