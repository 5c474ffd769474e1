import type { GaugeData } from '../../domain/gauge';
import type { Knowledge } from '../../domain/knowledge';
import { Gauge } from './gauge';

const made = new WeakMap<GaugeData, Gauge>();

/** The model's gauge, made once; `null` where the model reads alone. */
export function gaugeOf(knowledge: Knowledge | null): Gauge | null {
  if (!knowledge?.gauge) return null;
  const known = made.get(knowledge.gauge);
  if (known) return known;
  const gauge = new Gauge(knowledge.gauge, knowledge.axes);
  made.set(knowledge.gauge, gauge);
  return gauge;
}
