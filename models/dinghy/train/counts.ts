/** How often things were met; nothing is met 0 times. */
export class Counts<T> extends Map<T, number> {
  constructor(met: Iterable<T> = []) {
    super();
    this.addAll(met);
  }

  add(thing: T, times = 1): void {
    this.set(thing, this.of(thing) + times);
  }

  addAll(things: Iterable<T>): void {
    for (const thing of things) this.add(thing);
  }

  of(thing: T): number {
    return this.get(thing) ?? 0;
  }
}
