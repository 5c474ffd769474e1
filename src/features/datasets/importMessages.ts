import type { ErrorData } from '../../domain/errors';
import type { ImportBatch, ImportPlan, Recognised } from './importPlan';

/** Page to worker. Every request gets one answer; `read` and each `next` get a batch or the end. */
export type ToImportWorker =
  | { kind: 'recognise'; file: Blob; header: boolean }
  | { kind: 'read'; file: Blob; plan: ImportPlan }
  | { kind: 'next' };

/** Worker to page. */
export type FromImportWorker =
  | { kind: 'recognised'; recognised: Recognised }
  | { kind: 'batch'; batch: ImportBatch }
  | { kind: 'end' }
  | { kind: 'failed'; error: ErrorData };
