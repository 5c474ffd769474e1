import type { IDBPTransaction } from 'idb';
import type { Judgement } from '../domain/types';
import { noRecords, type Records } from './records';
import { fromStored, type SpaceSchema } from './spaceSchema';

type Tables = 'comparisons' | 'personas' | 'inferences' | 'judgements';
type Transaction = IDBPTransaction<SpaceSchema, Tables[], 'readwrite'>;

/** Takes away what hangs on these pairs: inferences, personas inferred from them, judgements of either. */
export async function takeHanging(tx: Transaction, pairIds: readonly string[]): Promise<Records> {
  const [personas, inferences, judgements] = [
    tx.objectStore('personas'),
    tx.objectStore('inferences'),
    tx.objectStore('judgements'),
  ];
  // A file that nobody asked about yet has nothing hanging on it: no need to look at every row.
  const counts = await Promise.all([personas.count(), inferences.count(), judgements.count()]);
  if (counts.every((count) => count === 0)) return noRecords();

  const gone: Records = noRecords();
  const judged = new Map<string, Judgement>();
  for (const pairId of pairIds) {
    const [inferred, about, onPair] = await Promise.all([
      personas.index('byPair').getAll(pairId),
      inferences.index('byPair').getAll(pairId),
      judgements.index('byPair').getAll(pairId),
    ]);
    const ofPair = inferred.filter(({ source }) => source === 'inferred');
    gone.personas.push(...ofPair);
    gone.inferences.push(...about);
    for (const each of onPair) judged.set(each.id, each);
    for (const { id } of ofPair) {
      for (const each of await judgements.index('byPersona').getAll(id)) judged.set(each.id, each);
    }
  }
  gone.judgements = [...judged.values()];
  await removeAll(tx, gone);
  return gone;
}

/** Takes away comparisons and what hangs on them. */
export async function deleteComparisons(tx: Transaction, ids: readonly string[]): Promise<Records> {
  const table = tx.objectStore('comparisons');
  const rows = await Promise.all(ids.map((id) => table.get(id)));
  const comparisons = rows.flatMap((row) => (row ? [fromStored(row)] : []));
  await Promise.all(comparisons.map(({ id }) => table.delete(id)));
  const found = comparisons.map(({ id }) => id);
  return { ...(await takeHanging(tx, found)), comparisons };
}

/** Takes away a persona, its judgements and the inferences that named it. */
export async function deletePersona(tx: Transaction, id: string): Promise<Records> {
  const persona = await tx.objectStore('personas').get(id);
  const gone: Records = {
    ...noRecords(),
    personas: persona ? [persona] : [],
    inferences: await tx.objectStore('inferences').index('byPersona').getAll(id),
    judgements: await tx.objectStore('judgements').index('byPersona').getAll(id),
  };
  await removeAll(tx, gone);
  return gone;
}

async function removeAll(tx: Transaction, gone: Records): Promise<void> {
  for (const name of ['personas', 'inferences', 'judgements'] as const) {
    const table = tx.objectStore(name);
    await Promise.all(gone[name].map(({ id }) => table.delete(id)));
  }
}
