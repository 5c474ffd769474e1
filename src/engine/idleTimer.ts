/** Tells when nothing was asked for a while. */
export class IdleTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = 0;

  /** @param idleMs read each time the rest begins; `null` for never */
  constructor(
    private readonly idleMs: () => number | null,
    private readonly onIdle: () => void,
  ) {}

  /** Something is asked. */
  begin(): void {
    this.#running++;
    this.stop();
  }

  /** It is done. */
  end(): void {
    this.#running--;
    this.again();
  }

  /** Counts from now, unless something runs: then from its end. */
  again(): void {
    this.stop();
    const ms = this.#running > 0 ? null : this.idleMs();
    if (ms !== null) this.#timer = setTimeout(this.onIdle, ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
