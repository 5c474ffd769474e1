/** Runs `work` when the page has nothing better to do; soon enough where the browser cannot tell. */
export function whenIdle(work: () => void): void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 20_000 });
  else setTimeout(work, 3000);
}
