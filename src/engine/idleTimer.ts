/** Tells when nothing was asked for a while. */
export class IdleTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param idleMs read at each start; `null` for never */
  constructor(
    private readonly idleMs: () => number | null,
    private readonly onIdle: () => void,
  ) {}

  /** From now on; a start under way begins anew. */
  start(): void {
    this.stop();
    const ms = this.idleMs();
    if (ms !== null) this.#timer = setTimeout(this.onIdle, ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
