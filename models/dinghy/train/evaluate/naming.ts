import { intervalOf } from './judge';

/** Precision of what is named, recall, and for how many something is named. */
export class Naming {
  #n = 0;
  #spoke = 0;
  #given = 0;
  #right = 0;
  #wanted = 0;
  #exact = 0;
  #hits = 0;

  /** @param also poles that are true as well, though not the most telling: naming them is no fault */
  add(poles: readonly string[], truth: readonly string[], also: readonly string[] = []): void {
    const hits = poles.filter((pole) => truth.includes(pole)).length;
    this.#n += 1;
    this.#spoke += Number(poles.length > 0);
    this.#given += poles.length;
    this.#right += hits + poles.filter((pole) => also.includes(pole)).length;
    this.#wanted += truth.length;
    this.#exact += Number(hits === poles.length && hits === truth.length);
    this.#hits += hits;
  }

  get figures(): Record<string, number> {
    const [low, high] = intervalOf(this.#right, this.#given);
    return {
      n: this.#n,
      coverage: this.#spoke / this.#n,
      named: this.#given,
      precision: this.#right / Math.max(1, this.#given),
      low,
      high,
      recall: this.#hits / Math.max(1, this.#wanted),
      exact: this.#exact / this.#n,
    };
  }
}
