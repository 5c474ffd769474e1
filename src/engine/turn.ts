/**
 * Gives the worker one turn of its event loop, so that an abort can arrive: on WASM a run of the
 * model never yields by itself. `setTimeout` would work too, but browsers round it up to 4 ms.
 * @throws the signal's reason when it has aborted by then
 */
export async function nextTurn(signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
  signal?.throwIfAborted();
}

/** What a person does not notice, and a hundred times what a turn costs. */
const OFTEN_MS = 12;
let lastMs = 0;

/**
 * The same, at most once in a while: a small model's run takes no longer than a few turns do.
 * @throws the signal's reason when it has aborted by then
 */
export async function turnOften(signal: AbortSignal): Promise<void> {
  if (performance.now() - lastMs >= OFTEN_MS) {
    await nextTurn(signal);
    lastMs = performance.now();
  }
  signal.throwIfAborted();
}

const waiting: (() => void)[] = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => waiting.shift()?.();
