import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDataset } from '../../src/features/datasets/reading/readDataset';
import { recognise } from '../../src/features/datasets/reading/recognise';

const folder = '../shared/data';

// Real rows that nobody here wrote; they are measured, never copied. Absent elsewhere, then skipped.
test.runIf(existsSync(folder)).each([
  { name: 'hh-rlhf-mild.jsonl', format: 'anthropic-hh', rows: 516, voted: true },
  { name: 'prism-choices.jsonl', format: 'voted-pairs', rows: 350, voted: true },
  { name: 'known-personas.jsonl', format: 'unlabelled', rows: 448, voted: false },
])('$name of ../shared/data is read as $format, nearly whole', async (expected) => {
  const file = new Blob([readFileSync(`${folder}/${expected.name}`)]);
  expect((await recognise(file, true)).formatId).toBe(expected.format);
  const plan = {
    datasetId: 'x',
    formatId: expected.format,
    mapping: null,
    header: true,
    importedAt: 0,
  };
  let kept = 0;
  let refused = 0;
  for await (const batch of readDataset(file, plan)) {
    kept += batch.comparisons.length;
    refused += batch.refused;
    for (const { choice } of batch.comparisons) expect(choice !== null).toBe(expected.voted);
  }
  expect(kept + refused).toBe(expected.rows);
  // Rows whose two responses are equal or empty are rightly refused.
  expect(refused / expected.rows).toBeLessThan(0.05);
});

test.skipIf(existsSync(folder))('../shared/data is absent: real rows were not measured', () => {});
