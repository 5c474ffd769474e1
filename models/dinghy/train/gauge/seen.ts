import { Counts } from '../counts';
import type { Random } from '../random';

/** A text or a pair as a linear reader sees it: units with weights, and measured differences. */
export interface Seen {
  units: Int32Array;
  weights: Float32Array;
  measured: readonly number[];
}

/** The same text with some of its units left out, the others heavier. */
export function thinned(seen: Seen, dropout: number, random: Random): Seen {
  const keep = seen.weights.map((weight) => (random.chance(dropout) ? 0 : weight / (1 - dropout)));
  return { ...seen, weights: keep };
}

/** Units seen at least `least` times, numbered; counts weigh rows. */
export function vocabulary(
  texts: Iterable<{ units: Iterable<string>; count: number }>,
  least: number,
): Map<string, number> {
  const counts = new Counts<string>();
  for (const { units, count } of texts) for (const unit of units) counts.add(unit, count);
  const known = new Map<string, number>();
  for (const [unit, count] of counts) if (count >= least) known.set(unit, known.size);
  return known;
}
