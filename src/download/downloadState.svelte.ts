import { AppError } from '../domain/errors';
import { withModelLock } from '../storage/models/modelLock';
import type { ProgressChannel, ModelProgress } from '../storage/models/modelProgress';
import type { ModelStore, StoredModel } from '../storage/models/modelStore';
import { bytesHere, offerBytes, undoDownload } from './downloadBytes';
import type { DownloadRequest } from './downloadRequest';
import { downloadModel } from './hub/downloadModel';
import { tellWaits, type Network } from './hub/network';
import { makeOffer, type Offer } from './hub/offer';
import type { Place } from './hub/repository';
import { SpeedMeter } from './speedMeter';

/** Where the download stands. */
export type DownloadPhase = 'looking' | 'asking' | 'following' | ModelProgress['phase'];

/** One download, from looking it up to the stored model. */
export class DownloadState {
  phase = $state.raw<DownloadPhase>('looking');
  offer = $state.raw<Offer | null>(null);
  receivedBytes = $state.raw(0);
  secondsLeft = $state.raw<number | null>(null);
  notes = $state.raw<string[]>([]);
  error = $state.raw<AppError | null>(null);
  /** No answer to the first questions yet; they are asked again. */
  unanswered = $state.raw(false);
  /** What the tab tells that is at work while we wait for it. */
  other = $state.raw<ModelProgress | null>(null);
  #known: StoredModel | null = null;
  #meter = new SpeedMeter();
  #stop = new AbortController();
  #cancelled = false;
  #goOn = () => {}; // ends the wait of a paused or failed download

  constructor(
    readonly request: DownloadRequest,
    private readonly store: ModelStore,
    private readonly place: Place,
    private readonly network: Network,
    private readonly channel: ProgressChannel,
  ) {}

  /** Reads the list of files: nothing else is fetched before the person says so. */
  async look(takeNew = false): Promise<void> {
    [this.phase, this.error, this.unanswered] = ['looking', null, false];
    const network = tellWaits(this.network, () => (this.unanswered = true));
    try {
      this.#known = await this.store.get(this.request.id);
      const wish = { ...this.request, known: this.#known, takeNew, orBest: true };
      this.offer = await makeOffer(network, this.place, wish);
      this.receivedBytes = bytesHere(this.#known, this.offer);
      const { wasReady, totalBytes, change } = this.offer;
      const whole = wasReady && this.receivedBytes === totalBytes;
      this.phase = whole && !change ? 'done' : 'asking';
    } catch (error) {
      this.error = AppError.from(error);
      this.phase = 'failed';
    }
  }

  /** Fetches; when another tab is at it, follows and takes over when that stops. */
  async start(): Promise<void> {
    const { id } = this.request;
    [this.#cancelled, this.#stop] = [false, new AbortController()];
    const follow = () => (this.phase = 'following');
    try {
      await withModelLock(id, () => this.#run(), follow, this.#stop.signal);
    } catch (error) {
      this.error = this.#cancelled ? null : AppError.from(error);
      this.phase = this.#cancelled ? 'cancelled' : 'failed';
    }
    this.#tell();
  }

  pause(): void {
    this.phase = 'paused';
    this.#stop.abort();
  }

  resume(): void {
    this.#goOn();
  }

  /** Gives up; what came is deleted. A model that was ready before stays so. */
  cancel(): void {
    this.#cancelled = true;
    this.#stop.abort();
    this.#goOn();
  }

  /** Another tab tells. */
  hear(progress: ModelProgress): void {
    if (progress.id === this.request.id && this.phase === 'following') this.other = progress;
  }

  async #run(): Promise<void> {
    const { offer } = this;
    if (!offer) return;
    const now = await this.store.get(offer.record.id);
    if (this.phase === 'following' && now?.ready && now.revision === offer.record.revision) {
      return void (this.phase = 'done');
    }
    while (!this.#cancelled) {
      this.#stop = new AbortController();
      [this.error, this.phase] = [null, 'downloading'];
      this.#meter.reset();
      const { signal } = this.#stop;
      const done = await this.#fetchAll(offer, signal).catch((error: unknown) => {
        if (signal.aborted) return false;
        this.error = AppError.from(error);
        this.phase = 'failed';
        return false;
      });
      if (done) return;
      this.#tell();
      if (!this.#cancelled) await new Promise<void>((resolve) => (this.#goOn = resolve));
    }
    await undoDownload(this.store, this.#known, offer);
    this.phase = 'cancelled';
  }

  async #fetchAll(offer: Offer, signal: AbortSignal): Promise<boolean> {
    const network = tellWaits(this.network, (waiting) => {
      this.phase = waiting ? 'waiting' : 'downloading';
      this.#tell();
    });
    const events = {
      onReceived: (bytes: number) => this.#note(offer, bytes),
      onNote: (note: string) => (this.notes = [...new Set([...this.notes, note])]),
      onChecking: () => (this.phase = 'checking'),
    };
    await downloadModel(this.store, network, this.place, offer.record, events, signal);
    this.phase = 'done';
    return true;
  }

  #note(offer: Offer, bytes: number): void {
    this.receivedBytes = offerBytes(offer, bytes);
    this.#meter.note(this.receivedBytes, performance.now());
    this.secondsLeft = this.#meter.secondsLeft(offer.totalBytes);
    this.#tell();
  }

  #tell(): void {
    const { phase, receivedBytes, secondsLeft } = this;
    if (phase === 'looking' || phase === 'asking' || phase === 'following') return;
    const totalBytes = this.offer?.totalBytes ?? 0;
    this.channel.tell({ id: this.request.id, phase, receivedBytes, totalBytes, secondsLeft });
  }
}
