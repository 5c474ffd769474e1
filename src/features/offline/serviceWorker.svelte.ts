import { currentSurroundings, type Surroundings } from './surroundings';

/**
 * `off`: not registered (dev server). `unsupported`: the browser has no service worker here.
 * `installing`: first visit, files are being kept. `ready`: works without a network.
 * `failed`: could not be kept; tried again at the next visit. `update`: a new version waits.
 * `replaced`: another tab took the new version, this page is the old one.
 */
export type OfflinePhase =
  'off' | 'unsupported' | 'installing' | 'ready' | 'failed' | 'update' | 'replaced';

/** Keeps the app for use without a network, and says how far that is. */
export class OfflineState {
  phase = $state.raw<OfflinePhase>('off');
  /** Bytes kept so far and altogether while `installing`; `null` before the first file. */
  progress = $state.raw<{ doneBytes: number; totalBytes: number } | null>(null);
  /** True when one reload would let the model use more than one processor core. */
  reloadHelps = $state.raw(false);
  /** What this browser switches off on this address, as one sentence; empty when nothing. */
  readonly missing: string;

  #registration: ServiceWorkerRegistration | null = null;
  #asked = false;

  /** @param url address of sw.js, `null` on the dev server */
  constructor(
    private readonly url: string | null,
    private readonly here: Surroundings = currentSurroundings(),
  ) {
    this.missing = sentenceAbout(here);
  }

  /** Registers the service worker and follows it. Never throws: without one the app works online. */
  async start(): Promise<void> {
    const { serviceWorker } = this.here;
    if (this.url === null) return;
    if (!serviceWorker) {
      this.phase = 'unsupported';
      return;
    }
    let controlled = serviceWorker.controller !== null;
    serviceWorker.addEventListener('controllerchange', () => {
      if (this.#asked) this.here.reload();
      else if (controlled) this.phase = 'replaced';
      else this.#gainThreads();
      controlled = true;
    });
    serviceWorker.addEventListener('message', ({ data }: MessageEvent) => this.#hear(data));
    serviceWorker.startMessages();
    try {
      const registration = await serviceWorker.register(this.url, { updateViaCache: 'none' });
      this.#registration = registration;
      registration.addEventListener('updatefound', () => this.#follow(registration.installing));
      this.phase = registration.active ? 'ready' : 'installing';
      if (registration.active && registration.waiting) this.phase = 'update';
      this.#follow(registration.installing);
      if (controlled) this.#gainThreads();
    } catch {
      this.phase = 'failed';
    }
  }

  /** Lets the waiting version take over; the page reloads as soon as it has. */
  useNewVersion(): void {
    this.#asked = true;
    this.#registration?.waiting?.postMessage({ kind: 'use-new-version' });
  }

  reload(): void {
    this.here.reload();
  }

  #follow(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && this.#registration?.active) this.phase = 'update';
      if (worker.state === 'activated' && this.phase !== 'replaced') this.phase = 'ready';
      if (worker.state === 'redundant' && this.phase === 'installing') this.phase = 'failed';
    });
  }

  #hear(data: unknown): void {
    if (!isProgress(data) || this.phase !== 'installing') return;
    this.progress = { doneBytes: data.doneBytes, totalBytes: data.totalBytes };
  }

  /** On hosts without headers the service worker adds them, from the next load on. */
  #gainThreads(): void {
    if (this.here.isolated || !this.here.mayReload()) return;
    if (this.here.touched()) this.reloadHelps = true;
    else this.here.reload();
  }
}

function isProgress(data: unknown): data is { doneBytes: number; totalBytes: number } {
  return (
    typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'install-progress'
  );
}

function sentenceAbout({ secure, serviceWorker }: Surroundings): string {
  if (!secure) {
    return (
      'This page came over plain http from another machine. There the browser switches off four things: ' +
      'keeping the page for use without a network, the graphics card, work on several processor cores, and its cryptography. ' +
      'Everything here still works, on one core, as long as that machine can be reached.'
    );
  }
  if (!serviceWorker) {
    return (
      'This browser window does not let pages be kept for use without a network (private windows often do not). ' +
      'Everything else works; to use the app offline, open it in an ordinary window.'
    );
  }
  return '';
}
