import { findPole, type Axis } from '../domain/knowledge';

/**
 * The poles in their order, without repeats and without the later of two ends of one axis.
 * Poles the axes do not know are dropped (all are kept where `axes` is empty).
 */
export function withoutContradictions(poles: readonly string[], axes: readonly Axis[]): string[] {
  const taken = new Set<string>();
  return poles.filter((pole) => {
    const axisId = axes.length === 0 ? pole : findPole(pole, axes)?.axis.id;
    if (axisId === undefined || taken.has(axisId)) return false;
    taken.add(axisId);
    return true;
  });
}
