/** How fast bytes come, smoothed so that the time left does not jump. */
export class SpeedMeter {
  #bytesPerSecond: number | null = null;
  #last: { bytes: number; ms: number } | null = null;

  /**
   * @param bytes all that came so far; a smaller number than before starts anew
   * @param nowMs a clock in milliseconds
   */
  note(bytes: number, nowMs: number): void {
    const last = this.#last;
    if (!last || bytes < last.bytes) {
      this.#last = { bytes, ms: nowMs };
      return;
    }
    const seconds = (nowMs - last.ms) / 1000;
    if (seconds < SHORTEST_SECONDS) return;
    const speed = (bytes - last.bytes) / seconds;
    // A weight that depends on time, not on how often we are told.
    const weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
    this.#bytesPerSecond =
      this.#bytesPerSecond === null
        ? speed
        : this.#bytesPerSecond + weight * (speed - this.#bytesPerSecond);
    this.#last = { bytes, ms: nowMs };
  }

  /** Seconds until `totalBytes`; `null` while nobody can tell. */
  secondsLeft(totalBytes: number): number | null {
    const speed = this.#bytesPerSecond;
    if (speed === null || speed < 1 || !this.#last) return null;
    return Math.max(0, totalBytes - this.#last.bytes) / speed;
  }

  /** After a pause: what was measured before says nothing about now. */
  reset(): void {
    this.#bytesPerSecond = null;
    this.#last = null;
  }
}

const SHORTEST_SECONDS = 0.5;
const MEMORY_SECONDS = 8;
