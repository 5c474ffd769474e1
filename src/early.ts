import { holdWorker } from './engine/heldWorker';
import { readChoice } from './features/models/chosenModel';

/**
 * The page asks for this file first and runs it as soon as it is there, before the rest of the app
 * (scripts/vite/early.ts): the worker's own scripts and the runtime then come meanwhile.
 */
export const startWorker = holdWorker(
  () => new Worker(new URL('./engine/worker.ts', import.meta.url), { type: 'module' }),
  readChoice().id === null, // the app's own model is small; what another one needs is not known yet
);
