import { beforeEach, describe, expect, test } from 'vitest';
import type { Run } from '../src/domain/types';
import type { ComparisonQuery, SpaceStore } from '../src/storage/spaceStore';
import { comparison, inference, judgement, made, persona, response } from './storageSamples';

/** What every `SpaceStore` promises; `open` gives an empty one. */
export function describeStore(name: string, open: () => Promise<SpaceStore>): void {
  describe(name, () => {
    let store: SpaceStore;
    beforeEach(async () => {
      store = await open();
      return () => store.close();
    });

    const a = comparison(1, { choice: 'a', datasetId: 'file', reason: 'too long' });
    const b = comparison(2, { choice: 'b' });
    const queued = comparison(3, { datasetId: 'file' });
    const tie = comparison(4, { choice: 'tie', datasetId: 'file' });
    const bad = comparison(5, { choice: 'both-bad' });
    const waiting = comparison(6, { prompt: 'What about SLEEP?' });
    const everything = [a, b, queued, tie, bad, waiting];
    const saveAll = () => store.importComparisons(everything);
    const list = async (query: Partial<ComparisonQuery>) => {
      const page = await store.listComparisons({ state: 'all', offset: 0, limit: 10, ...query });
      return { rows: page.rows.map(({ id }) => Number(id.slice(1))), total: page.total };
    };

    test('a comparison comes back as it was saved', async () => {
      expect(await store.saveComparison(a)).toBeNull();
      expect(await store.getComparison(a.id)).toEqual(a);
      expect(await store.getComparison('nobody')).toBeNull();
    });

    test('saving edited words renews the fingerprint', async () => {
      await store.saveComparison({ ...a, prompt: 'Other words?' });
      const fingerprint = comparison(1, { prompt: 'Other words?' }).fingerprint;
      expect((await store.getComparison(a.id))?.fingerprint).toBe(fingerprint);
      expect(fingerprint).not.toBe(a.fingerprint);
    });

    test.each<{ query: Partial<ComparisonQuery>; rows: number[]; total?: number }>([
      { query: {}, rows: [6, 5, 4, 3, 2, 1] },
      { query: { offset: 1, limit: 2 }, rows: [5, 4], total: 6 },
      { query: { offset: 6 }, rows: [], total: 6 },
      { query: { limit: 0 }, rows: [], total: 6 },
      { query: { state: 'queue' }, rows: [3, 6] },
      { query: { state: 'queue', offset: 1 }, rows: [6], total: 2 },
      { query: { state: 'decided' }, rows: [2, 1] },
      { query: { state: 'undecided-kind' }, rows: [5, 4] },
      { query: { datasetId: 'file' }, rows: [1, 3, 4] },
      { query: { datasetId: null }, rows: [6, 5, 2] },
      { query: { datasetId: 'file', state: 'queue' }, rows: [3] },
      { query: { datasetId: null, state: 'decided' }, rows: [2] },
      { query: { datasetId: 'none' }, rows: [] },
      { query: { text: 'sleep' }, rows: [6] },
      { query: { text: 'TOO answer' }, rows: [1] },
      { query: { text: 'longer', offset: 4, limit: 1 }, rows: [2], total: 6 },
      { query: { text: 'longer', state: 'decided', limit: 1 }, rows: [2], total: 2 },
      { query: { text: '  ' }, rows: [6, 5, 4, 3, 2, 1] },
    ])('listing $query gives $rows', async ({ query, rows, total = rows.length }) => {
      await saveAll();
      expect(await list(query)).toEqual({ rows, total });
    });

    test('a search can be stopped', async () => {
      await saveAll();
      const query = { state: 'all', text: 'answer', offset: 0, limit: 9 } as const;
      const stopped = store.listComparisons(query, AbortSignal.abort());
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    });

    test('counts, pairs and the queue follow the choices', async () => {
      await saveAll();
      const counts = { all: 6, queue: 2, pairs: 2, ties: 1, bothBad: 1 };
      expect(await store.countComparisons()).toEqual(counts);
      const pairs = await store.listPairs();
      expect(pairs.map(({ id, chosen }) => [id, chosen])).toEqual([
        [b.id, b.b.text],
        [a.id, a.a.text],
      ]);
      expect(await store.listPairs(1)).toEqual([pairs[0]]);
      expect((await store.getPairs([a.id, tie.id, 'x', b.id])).map(({ id }) => id)).toEqual([
        a.id,
        b.id,
      ]);
      expect(await store.nextInQueue()).toEqual(queued);

      await store.saveComparison({ ...queued, choice: 'tie', decidedAt: 9 });
      expect(await store.countComparisons()).toEqual({ ...counts, queue: 1, ties: 2 });
      expect((await store.nextInQueue())?.id).toBe(waiting.id);
    });

    test('the same pair is kept once: within a batch, later, and left for right', async () => {
      const swapped = comparison(7, { prompt: a.prompt, a: a.b, b: a.a });
      expect(await store.importComparisons([a, b, { ...a, id: 'twin' }])).toEqual({
        kept: 2,
        duplicates: 1,
      });
      expect(await store.importComparisons([swapped, queued])).toEqual({ kept: 1, duplicates: 1 });
      expect((await list({})).rows).toEqual([3, 2, 1]);
    });

    async function saveHanging() {
      await saveAll();
      await store.saveInference(inference(a.id, 'chosen', 'p1'), persona('p1', a.id));
      await store.saveInference(inference(a.id, 'rejected', null), null);
      await store.saveInference(inference(b.id, 'chosen', 'p2'), persona('p2', b.id));
      await store.savePersona(persona('mine'));
      await store.saveJudgements(
        ['p1', 'p2', 'mine'].flatMap((id) => [judgement(id, a.id), judgement(id, b.id)]),
      );
    }
    const left = async () => ({
      comparisons: (await list({})).rows,
      personas: (await store.listPersonas()).map(({ id }) => id).sort(),
      inferences: (await store.listInferences()).map(({ id }) => id),
      judgements: (await store.listJudgements()).map(({ id }) => id),
    });

    test('deleting a comparison takes what hangs on it, and Undo brings all back', async () => {
      await saveHanging();
      const before = await left();
      const deleted = await store.deleteComparisons([a.id, 'nobody']);
      expect(await left()).toEqual({
        comparisons: [6, 5, 4, 3, 2],
        personas: ['mine', 'p2'],
        inferences: [`${b.id}:chosen:dinghy`],
        judgements: [`mine:${b.id}:dinghy`, `p2:${b.id}:dinghy`],
      });
      expect(await store.restore(deleted)).toEqual({ kept: 8, already: 0 });
      expect(await left()).toEqual(before);
      expect(await store.restore(deleted)).toEqual({ kept: 0, already: 8 });
      expect(await store.getComparison(a.id)).toEqual(a);
    });

    test('deleting a persona takes its judgements and inference', async () => {
      await saveHanging();
      const before = await left();
      const deleted = await store.deletePersona('p1');
      expect(await store.getPersona('p1')).toBeNull();
      expect(await store.getInference(a.id, 'chosen', 'dinghy')).toBeNull();
      expect(await store.getInference(a.id, 'rejected', 'dinghy')).not.toBeNull();
      expect((await store.listJudgements()).length).toBe(4);
      await store.restore(deleted);
      expect(await left()).toEqual(before);
    });

    test('deleting a file takes its rows, and Undo brings file and rows back', async () => {
      const counts = { kept: 3, refused: 0, duplicates: 0 };
      const file = {
        id: 'file',
        name: 'f.csv',
        formatId: 'csv',
        counts,
        sizeBytes: 9,
        importedAt: 5,
      };
      await store.saveDataset(file);
      await store.saveDataset({ ...file, id: 'newer', importedAt: 6 });
      await saveHanging();
      const before = await left();
      const deleted = await store.deleteDataset('file');
      expect((await left()).comparisons).toEqual([6, 5, 2]);
      expect((await store.listDatasets()).map(({ id }) => id)).toEqual(['newer']);
      await store.restore(deleted);
      expect(await left()).toEqual(before);
      expect((await store.listDatasets()).map(({ id }) => id)).toEqual(['newer', 'file']);
    });

    test.each([
      { name: 'another choice', edit: { choice: 'b' }, stale: true },
      { name: 'back to the queue', edit: { choice: null }, stale: true },
      { name: 'other words', edit: { prompt: 'New?' }, stale: true },
      { name: 'another reason', edit: { reason: 'because' }, stale: false },
    ] as const)('$name: personas of the pair are stale = $stale', async ({ edit, stale }) => {
      await saveHanging();
      const gone = await store.saveComparison({ ...a, ...edit });
      expect(gone?.inferences.length ?? 0).toBe(stale ? 2 : 0);
      expect((await store.listPersonas()).some(({ id }) => id === 'p1')).toBe(!stale);
      expect((await list({})).total).toBe(6);
    });

    test('answers, runs and settings come back newest first', async () => {
      await store.saveResponses([response('r1', 10), response('r3', 30), response('r2', 20)]);
      expect((await store.listResponses()).map(({ id }) => id)).toEqual(['r3', 'r2', 'r1']);
      expect((await store.listResponses(1)).map(({ id }) => id)).toEqual(['r3']);

      const run = { id: 'run1', kind: 'infer', status: 'running', startedAt: 1 } as Run;
      await store.saveRun(run);
      await store.saveRun({ ...run, id: 'run2', startedAt: 2 });
      await store.saveRun({ ...run, status: 'done' });
      expect((await store.listRuns()).map(({ id, status }) => [id, status])).toEqual([
        ['run2', 'running'],
        ['run1', 'done'],
      ]);
      expect(await store.getRun('nobody')).toBeNull();

      expect(await store.getSetting('threshold', 0.5)).toBe(0.5);
      await store.setSetting('threshold', null);
      expect(await store.getSetting<number | null>('threshold', 0.5)).toBeNull();
    });

    test('a space can be replaced whole, and read whole', async () => {
      await saveHanging();
      const personas = [persona('only')];
      await store.replaceAll({
        comparisons: [tie, bad],
        personas,
        settings: [{ key: 'k', value: made }],
      });
      expect(await left()).toEqual({
        comparisons: [5, 4],
        personas: ['only'],
        inferences: [],
        judgements: [],
      });
      const batches = await gather(store.readAll('comparisons'));
      expect(batches.flat()).toEqual([tie, bad]);
      expect((await gather(store.readAll('personas'))).flat()).toEqual(personas);
      expect(await gather(store.readAll('runs'))).toEqual([]);
    });

    test('what was handed over later changes nothing that is stored', async () => {
      const mine = structuredClone(b);
      await store.saveComparison(mine);
      mine.a.text = 'changed';
      expect((await store.getComparison(b.id))?.a.text).toBe(b.a.text);
    });

    test('a closed store refuses with a sentence', async () => {
      store.close();
      await expect(store.savePersona(persona('late'))).rejects.toMatchObject({
        code: 'storage-unavailable',
        userMessage: expect.stringContaining('reload'),
      });
      await expect(store.listPersonas()).rejects.toMatchObject({ code: 'storage-unavailable' });
    });
  });
}

async function gather<Row>(batches: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}
