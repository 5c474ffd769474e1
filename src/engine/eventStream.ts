/** Turns pushed events into an async iterable; a slow reader loses nothing. */
export interface EventStream<T> extends AsyncIterable<T> {
  push(event: T): void;
  /** The reader gets what is left, then the iteration ends. */
  end(): void;
}

/** One reader, any number of pushes before or while it reads. */
export function eventStream<T>(): EventStream<T> {
  const waiting: T[] = [];
  let ended = false;
  let wake = () => {};

  return {
    push(event) {
      waiting.push(event);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next;
        if (ended) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
