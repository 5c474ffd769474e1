import { AppError } from '../../domain/errors';
import type { GenerationStats } from '../../domain/types';
import type { Engine } from '../../engine/engine';

/**
 * The engine as one model's own: refuses when another model has taken its place, so that no result
 * is ever said to come from the wrong one. Reports what each call cost.
 */
export function boundEngine(
  engine: Engine,
  isCurrent: () => boolean,
  onStats: (stats: GenerationStats) => void,
): Engine {
  const check = () => {
    if (isCurrent()) return;
    throw new AppError(
      'model-not-loaded',
      'another model was chosen meanwhile',
      'Another model was chosen while this was under way. What was done is kept; start again to go on with the new one.',
    );
  };
  return {
    load: engine.load,
    unload: engine.unload,
    async *generate(request, signal) {
      check();
      const stats = yield* engine.generate(request, signal);
      onStats(stats);
      return stats;
    },
    async score(request, signal) {
      check();
      const result = await engine.score(request, signal);
      onStats(result.stats);
      return result;
    },
  };
}
