import { measureFirst } from './floors';
import { measureImport } from './importing';
import { evaluateKnown, readKnownRows, type KnownFigures } from './known';
import { loadModel } from './model';
import { evaluatePairs, type PairFigures } from './pairs';
import { record } from './record';
import { measureSpeed } from './speed';

/** What scripts/evaluate.js and scripts/bench.js call in this page. */
const harness = {
  measureFirst,
  measureImport,
  measureSpeed,
  record,

  /** Evaluates the file in the page's file field. */
  async evaluate(options: { modelId: string; limit: number | null; threads: number | null }) {
    const file = document.querySelector<HTMLInputElement>('#file')?.files?.[0];
    if (!file) throw new Error('No file was given.');
    const { model, loaded, loadMs } = await loadModel(options.modelId, options.threads);
    const known = readKnownRows(await file.text());
    const figures: KnownFigures | PairFigures = known
      ? await evaluateKnown(model, known.slice(0, options.limit ?? undefined), (done, total) =>
          console.info(`progress judge ${done} ${total}`),
        )
      : await evaluatePairs(model, file, options.limit ?? 200, (phase, done, total) =>
          console.info(`progress ${phase} ${done} ${total}`),
        );
    const { device, dtype, threads } = loaded;
    return { model: options.modelId, device, dtype, threads, loadMs, ...figures };
  },
};

declare global {
  interface Window {
    harness: typeof harness;
  }
}

window.harness = harness;
