import { AppError } from '../../domain/errors';
import type { FromImportWorker, ToImportWorker } from './importMessages';
import type { Importer } from './importPlan';

/**
 * Reads files in a worker of its own, one for each call, so that a 100 MB file never holds up the page.
 * An abort ends the worker at once.
 */
export function connectImporter(): Importer {
  return {
    async recognise(file, header, signal) {
      const worker = new ImportWorker(signal);
      try {
        const answer = await worker.ask({ kind: 'recognise', file, header });
        if (answer.kind === 'recognised') return answer.recognised;
        throw new Error(`asked to recognise, got ${answer.kind}`);
      } finally {
        worker.end();
      }
    },

    async *read(file, plan, signal) {
      const worker = new ImportWorker(signal);
      try {
        let asked = worker.ask({ kind: 'read', file, plan });
        for (;;) {
          const answer = await asked;
          if (answer.kind !== 'batch') return;
          asked = worker.ask({ kind: 'next' });
          asked.catch(() => {}); // reported when it is awaited; nobody awaits after an early end
          yield answer.batch;
        }
      } finally {
        worker.end();
      }
    },
  };
}

class ImportWorker {
  readonly #worker = new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module' });

  constructor(private readonly signal: AbortSignal | undefined) {}

  /** @throws {AppError} what the worker met, or `worker-crashed` */
  ask(message: ToImportWorker): Promise<FromImportWorker> {
    return new Promise((resolve, reject) => {
      this.signal?.throwIfAborted();
      this.signal?.addEventListener('abort', () => reject(this.signal?.reason), { once: true });
      this.#worker.onmessage = ({ data }: MessageEvent<FromImportWorker>) => {
        if (data.kind === 'failed') reject(AppError.fromData(data.error));
        else resolve(data);
      };
      this.#worker.onerror = ({ message: why }) => reject(crashed(why));
      this.#worker.postMessage(message);
    });
  }

  end(): void {
    this.#worker.terminate();
  }
}

function crashed(why: string): AppError {
  return new AppError(
    'worker-crashed',
    `import worker: ${why}`,
    'Reading the file broke off. What was stored before is kept. Try again.',
  );
}
