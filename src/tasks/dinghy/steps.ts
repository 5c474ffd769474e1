/** The result of work that can also be done a step at a time. */
export function atOnce<Result>(steps: Generator<void, Result, void>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same steps for each table once: what they made is kept as long as the table is. */
export function keeping<Table extends object, Made>(
  make: (table: Table) => Generator<void, Made, void>,
): (table: Table) => Generator<void, Made, void> {
  const kept = new WeakMap<Table, Made>();
  return function* (table) {
    const made = kept.get(table) ?? (yield* make(table));
    kept.set(table, made);
    return made;
  };
}
