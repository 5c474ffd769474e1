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

const waiting: (() => void)[] = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => waiting.shift()?.();
