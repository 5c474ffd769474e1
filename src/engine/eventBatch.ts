import type { GenerateEvent } from './engine';

/** As often as a page can draw: each event wakes it, which takes time from a worker beside it. */
const APART_MS = 30;

/** Passes events on; those that come quickly after another wait and go as one. */
export interface EventBatch {
  push(event: GenerateEvent): void;
  /** Passes on what waits. */
  flush(): void;
}

/** @param now a clock in milliseconds */
export function eventBatch(
  emit: (event: GenerateEvent) => void,
  now: () => number = () => performance.now(),
): EventBatch {
  let waiting: GenerateEvent | null = null;
  let lastMs = -Infinity;

  function flush(): void {
    if (!waiting) return;
    emit(waiting);
    [waiting, lastMs] = [null, now()];
  }

  return {
    push(event) {
      waiting = waiting ? joined(waiting, event) : event;
      if (now() - lastMs >= APART_MS) flush();
    },
    flush,
  };
}

function joined(first: GenerateEvent, second: GenerateEvent): GenerateEvent {
  const alternatives = [...(first.alternatives ?? []), ...(second.alternatives ?? [])];
  return {
    text: first.text + second.text,
    tokenIds: [...first.tokenIds, ...second.tokenIds],
    ...(alternatives.length > 0 ? { alternatives } : {}),
  };
}
