import { connectEngine } from '../../src/engine/connectEngine';
import type { LoadedModel } from '../../src/engine/engine';
import { loadKnowledge } from '../../src/engine/knowledge';
import { readModelCard } from '../../src/engine/modelCards';
import type { Model } from '../../src/tasks/model';

/** A model in the page's own worker, loaded as the page does. */
export interface HarnessModel {
  model: Model;
  loaded: LoadedModel;
  /** Milliseconds from the call to ready. */
  loadMs: number;
}

/** The harness page lies deeper than the app's, so the models are not beside it. */
export const modelsUrl = new URL('/models/', location.origin).href;

/** Loads a model by the id of its folder in models/. `threads: null` leaves the number to the engine. */
export async function loadModel(id: string, threads: number | null): Promise<HarnessModel> {
  const started = performance.now();
  const engine = connectEngine(
    () => new Worker(new URL('../../src/engine/worker.ts', import.meta.url), { type: 'module' }),
    { modelsUrl },
  );
  const card = await readModelCard(id, modelsUrl);
  const [knowledge, loaded] = await Promise.all([
    loadKnowledge(card, modelsUrl),
    engine.load(card, threads === null ? {} : { threads }),
  ]);
  return { model: { engine, card, knowledge }, loaded, loadMs: performance.now() - started };
}
