import { readDataset } from '../../src/features/datasets/reading/readDataset';
import type { ImportBatch } from '../../src/features/datasets/importPlan';
import { openSpace } from '../../src/storage/openSpace';
import { sampleFile } from './samples';

/** Rows a second, reading apart from durable writing (IndexedDB, one transaction a batch). */
export async function measureImport(rows: number) {
  const file = sampleFile(rows);
  const plan = {
    datasetId: 'bench',
    formatId: 'trl-explicit',
    mapping: null,
    header: true,
    importedAt: 0,
  };
  const batches: ImportBatch[] = [];
  const started = performance.now();
  for await (const batch of readDataset(file, plan)) batches.push(batch);
  const parsed = performance.now();
  const store = await openSpace(`bench-${Date.now()}`);
  const opened = performance.now();
  let kept = 0;
  for (const { comparisons } of batches) {
    if (comparisons.length > 0) kept += (await store.importComparisons(comparisons)).kept;
  }
  const written = performance.now();
  store.close();
  return {
    rows,
    kept,
    megabytes: file.size / 1e6,
    parseRowsPerS: (rows / (parsed - started)) * 1000,
    writeRowsPerS: (kept / (written - opened)) * 1000,
  };
}
