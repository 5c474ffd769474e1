import { holdWorker } from './engine/heldWorker';
import { readChoice } from './features/models/chosenModel';

/** True where the app's own model comes first: its worker prepares for a small one. */
export const startsSmall = readChoice().id === null;

const start = () => new Worker(new URL('./engine/worker.ts', import.meta.url), { type: 'module' });
const startSmall = () =>
  new Worker(new URL('./engine/worker.ts', import.meta.url), { type: 'module', name: 'small' });

/**
 * The page asks for this file first and runs it as soon as it is there, before the rest of the app
 * (scripts/vite/early.ts): the worker's own scripts and the runtime then come meanwhile.
 */
export const startWorker = holdWorker(startsSmall ? startSmall() : start(), start);
