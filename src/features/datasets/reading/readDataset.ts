import { AppError } from '../../../domain/errors';
import { fingerprintOf, newId } from '../../../domain/comparison';
import type { Comparison } from '../../../domain/types';
import { findFormat } from '../formats';
import { readRow, type ComparisonDraft } from '../formats/format';
import { MAX_ISSUES, type ImportBatch, type ImportPlan } from '../importPlan';
import { readRecords } from './readRecords';

const BATCH = 500;

/**
 * A whole file as comparisons, in parts of about 500. Bad rows become issues; it never throws for them.
 * Runs anywhere (worker, Node). `coin` draws who stands left: true keeps the file's order.
 * @throws {AppError} `unreadable-file`; the signal's reason when aborted
 */
export async function* readDataset(
  file: Blob,
  plan: ImportPlan,
  signal?: AbortSignal,
  coin: () => boolean = () => Math.random() < 0.5,
): AsyncGenerator<ImportBatch, void, void> {
  const format = findFormat(plan.formatId, plan.mapping);
  if (!format || format.holdsNoPairs) throw unknownLayout(plan.formatId);
  const notes = new Set<string>();
  let batch = emptyBatch();
  let listed = 0;
  const refuse = (issues: readonly ImportBatch['issues'][number][]) => {
    batch.refused++;
    for (const issue of issues) if (listed++ < MAX_ISSUES) batch.issues.push(issue);
  };
  const finish = (): ImportBatch => {
    const done = { ...batch, notes: [...notes] };
    batch = { ...emptyBatch(), bytesRead: batch.bytesRead };
    return done;
  };
  for await (const { splits, bytesRead } of readRecords(file, plan.header, notes, signal)) {
    for (const split of splits) {
      if ('message' in split) {
        refuse([split]);
        continue;
      }
      const draft = readRow(format, split.value, split.row);
      if (Array.isArray(draft)) refuse(draft);
      else batch.comparisons.push(toComparison(draft, split.row, plan, coin()));
      if (batch.comparisons.length >= BATCH) yield finish();
    }
    batch.bytesRead = bytesRead;
    // Files of bad rows alone must show progress too.
    if (batch.refused >= BATCH) yield finish();
  }
  yield finish();
}

function toComparison(
  draft: ComparisonDraft,
  row: number,
  { datasetId, importedAt }: ImportPlan,
  keep: boolean,
): Comparison {
  const { a, b, choice, tally, prompt, history, reason } = keep ? draft : swapped(draft);
  const origin = { kind: 'file', datasetId, row } as const;
  return {
    id: newId(),
    prompt,
    history,
    a: { text: a, origin },
    b: { text: b, origin },
    choice,
    tally,
    reason,
    datasetId,
    createdAt: importedAt,
    decidedAt: choice === null ? null : importedAt,
    fingerprint: fingerprintOf(prompt, history, a, b),
  };
}

/** Files put the winner first; on the page the place must say nothing. */
function swapped(draft: ComparisonDraft): ComparisonDraft {
  const { a, b, choice, tally } = draft;
  return {
    ...draft,
    a: b,
    b: a,
    choice: choice === 'a' ? 'b' : choice === 'b' ? 'a' : choice,
    tally: tally && { a: tally.b, b: tally.a },
  };
}

function emptyBatch(): ImportBatch {
  return { comparisons: [], refused: 0, issues: [], bytesRead: 0, notes: [] };
}

function unknownLayout(id: string): AppError {
  return new AppError(
    'unreadable-file',
    `no pairs in layout ${id}`,
    'The layout of this file is not known. Say which columns hold the prompt and the two responses.',
  );
}
