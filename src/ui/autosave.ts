/** Writes the latest value after a pause in typing; a write that fails is reported, never thrown. */
export class Autosave<Value> {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pending: { value: Value } | null = null;
  #last: Promise<void> = Promise.resolve();

  /** @param pauseMs milliseconds without a new value before it is written */
  constructor(
    private readonly save: (value: Value) => Promise<unknown>,
    private readonly onerror: (error: unknown) => void,
    private readonly pauseMs = 300,
  ) {}

  /** Keeps `value` for the next write. */
  schedule(value: Value): void {
    this.#pending = { value };
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.pauseMs);
  }

  /** Writes now what waits; resolves when it, and every write before, is done. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const pending = this.#pending;
    this.#pending = null;
    if (pending) {
      this.#last = this.#last.then(() => this.save(pending.value)).then(() => {}, this.onerror);
    }
    return this.#last;
  }
}
