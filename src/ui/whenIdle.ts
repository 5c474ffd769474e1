/** Runs `work` when the page has nothing better to do; soon enough where the browser cannot tell. */
export function whenIdle(work: () => void): void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 20_000 });
  else setTimeout(work, 3000);
}

/** Steps are taken for this long at a time: half a frame, so that the page stays smooth. */
const STRETCH_MS = 8;

/** Takes all steps, a few at a time, when the page has nothing better to do. */
export function stepWhenIdle(steps: Iterator<void>): void {
  whenIdle(() => {
    const end = performance.now() + STRETCH_MS;
    while (performance.now() < end) if (steps.next().done) return;
    stepWhenIdle(steps);
  });
}
