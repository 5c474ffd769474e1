import { AppError } from '../domain/errors';
import { eventBatch } from './eventBatch';
import { holdLifeline } from './lifeline';
import { load, type Loaded } from './load';
import type { FromWorker } from './protocol';
import { serve } from './rpc';
import { warmRuntime } from './warmRuntime';

/**
 * The engine's worker: it owns the model. One model per worker; the page starts a new worker for
 * another. ONNX Runtime may start this very file again as a thread; then it must not answer.
 */
if (!self.name.startsWith('em-pthread')) start();

function start(): void {
  // Nothing is known of the model but that it is small (`isSmall`).
  if (self.name === 'small') warmRuntime(1);
  import('./startModel').catch(() => {}); // needed for any model, and told when it is used
  let loaded: Loaded | null = null;

  serve(self, {
    async load(params, { emit, signal }) {
      loaded = await load(params, emit, signal);
      return loaded.info;
    },

    async generate(request, { emit, signal }) {
      const { decoder, info } = held();
      const { generate } = await import('./generate');
      const events = eventBatch(emit);
      return generate(decoder, request, events.push, signal)
        .finally(events.flush)
        .catch((error: unknown) => fail(error, info, signal));
    },

    async score(request, { signal }) {
      const { decoder, info } = held();
      const { score } = await import('./score');
      return score(decoder, request, signal).catch((error: unknown) => fail(error, info, signal));
    },
  });

  void holdLifeline().then((lock) => {
    if (lock) self.postMessage({ type: 'alive', lock } satisfies FromWorker);
  });

  function held(): Loaded {
    if (loaded) return loaded;
    const message = 'No model is loaded. Load one, then try again.';
    throw new AppError('model-not-loaded', 'the worker holds no model', message);
  }
}

/** Names the failure of a run. The worker is of no use after it; the page replaces it. */
function fail(error: unknown, { device }: Loaded['info'], signal: AbortSignal): never {
  if (signal.aborted || error instanceof AppError) throw error;
  const message = String(error);
  if (device === 'webgpu') {
    const sentence =
      'The graphics processor stopped working. The model is being started on the main processor; try again in a moment.';
    throw new AppError('gpu-failed', message, sentence, { cause: error });
  }
  if (/bad_alloc|out of memory|allocation/i.test(message)) {
    const sentence =
      'There was not enough memory. Close other tabs or shorten the texts, then try again.';
    throw new AppError('out-of-memory', message, sentence, { cause: error });
  }
  throw AppError.from(error);
}
