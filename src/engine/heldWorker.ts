import type { ToWorker } from './protocol';

/** Gives the worker that was started early to the first who asks, then new ones. */
export interface WorkerStart {
  (): Worker;
  isWarm: boolean;
}

const KINDS = ['message', 'error', 'messageerror'] as const;

/**
 * Starts a worker at once. What it says before somebody takes it is kept, and said again then.
 * @param isWarm lets it fetch and compile the runtime as small models use it
 */
export function holdWorker(start: () => Worker, isWarm: boolean): WorkerStart {
  let held: Worker | null = start();
  const first = held;
  const said: Event[] = [];
  const keep = (event: Event) => void said.push(event);
  for (const kind of KINDS) first.addEventListener(kind, keep);

  const take = (): Worker => {
    const worker = held ?? start();
    if (held) {
      held = null;
      for (const kind of KINDS) first.removeEventListener(kind, keep);
      setTimeout(() => said.forEach((event) => first.dispatchEvent(copyOf(event))));
    }
    return worker;
  };
  if (isWarm) first.postMessage({ type: 'warm' } satisfies ToWorker);
  return Object.assign(take, { isWarm });
}

/** An event can be dispatched only once. */
const copyOf = (event: Event) =>
  event instanceof MessageEvent
    ? new MessageEvent(event.type, { data: event.data as unknown })
    : new Event(event.type);
