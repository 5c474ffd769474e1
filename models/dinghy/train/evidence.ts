import { compareFeatures, measureFeatures, type FeatureId } from '../../../src/domain/features';
import { claims } from '../../../src/tasks/dinghy/claims';

/** Poles that the differences of two texts prove beyond doubt; at most one an axis. */
export function evidencePoles(chosen: string, rejected: string): string[] {
  const levels = compareFeatures(measureFeatures(chosen), measureFeatures(rejected));
  const found = Object.entries(claims).flatMap(([feature, [more, fewer]]) => {
    // Object.entries widens the keys; they are those of `claims`.
    const level = levels[feature as FeatureId];
    return Math.abs(level) === 2 ? [level > 0 ? more : fewer] : [];
  });
  const opposed = Object.values(claims)
    .filter(([a, b]) => found.includes(a) && found.includes(b))
    .flat();
  return [...new Set(found)].filter((pole) => !opposed.includes(pole));
}
