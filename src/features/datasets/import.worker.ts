/// <reference lib="webworker" />
import { AppError } from '../../domain/errors';
import type { FromImportWorker, ToImportWorker } from './importMessages';
import type { ImportBatch } from './importPlan';
import { readDataset } from './reading/readDataset';
import { recognise } from './reading/recognise';

let batches: AsyncGenerator<ImportBatch, void, void> | null = null;

addEventListener('message', (event: MessageEvent<ToImportWorker>) => {
  answer(event.data).then(send, (error: unknown) =>
    send({ kind: 'failed', error: AppError.from(error).toData() }),
  );
});

async function answer(request: ToImportWorker): Promise<FromImportWorker> {
  if (request.kind === 'recognise') {
    return { kind: 'recognised', recognised: await recognise(request.file, request.header) };
  }
  if (request.kind === 'read') batches = readDataset(request.file, request.plan);
  const next = await batches?.next();
  return next?.value ? { kind: 'batch', batch: next.value } : { kind: 'end' };
}

function send(message: FromImportWorker): void {
  postMessage(message);
}
