const KINDS = ['message', 'error', 'messageerror'] as const;

/**
 * Gives a worker that was started early to the first who asks, then new ones. What the early one says
 * before somebody takes it is kept, and said again then.
 */
export function holdWorker(early: Worker, start: () => Worker): () => Worker {
  let taken = false;
  const said: Event[] = [];
  const keep = (event: Event) => void said.push(event);
  for (const kind of KINDS) early.addEventListener(kind, keep);

  return () => {
    if (taken) return start();
    taken = true;
    for (const kind of KINDS) early.removeEventListener(kind, keep);
    setTimeout(() => said.forEach((event) => early.dispatchEvent(copyOf(event))));
    return early;
  };
}

/** An event can be dispatched only once. */
const copyOf = (event: Event) =>
  event instanceof MessageEvent
    ? new MessageEvent(event.type, { data: event.data as unknown })
    : new Event(event.type);
