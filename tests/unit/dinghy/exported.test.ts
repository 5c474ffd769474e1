import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ModelCard } from '../../../src/domain/types';

const folder = 'models/dinghy';
const present =
  existsSync(`${folder}/onnx/model_quantized.onnx`) && existsSync(`${folder}/parity.json`);
if (!present) console.warn(`${folder} has no exported weights: its graph is not tested.`);
const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));

interface Parity {
  ids: number[][];
  attention: number[][];
  step: number[][];
  columns: number[];
  prefill: number[][];
  cached: number[][];
}
type Feeds = Record<string, Tensor>;

/** Runs rows of equal length; positions count real tokens only, as Transformers.js does. */
async function run(
  session: InferenceSession,
  ids: number[][],
  attention: number[][],
  past?: Feeds,
) {
  const [batch, time] = [ids.length, ids[0]!.length];
  const positions = attention.map((row) => {
    let seen = -1;
    return row.map((real) => Math.max(0, (seen += real))).slice(-time);
  });
  const int64 = (rows: number[][]) =>
    new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [batch, rows[0]!.length]);
  const feeds: Feeds = {
    input_ids: int64(ids),
    attention_mask: int64(attention),
    position_ids: int64(positions),
    num_logits_to_keep: new Tensor('int64', BigInt64Array.of(1n), []),
  };
  for (const name of session.inputNames.filter((input) => input.startsWith('past'))) {
    const old = past?.[name.replace('past_key_values', 'present')];
    feeds[name] = old ?? new Tensor('float32', new Float32Array(0), [batch, 2, 0, 32]);
  }
  const outputs = (await session.run(feeds)) as Feeds;
  const width = outputs.logits!.dims[2]!;
  const data = outputs.logits!.data as Float32Array;
  return { outputs, rows: ids.map((_, i) => data.slice(i * width, (i + 1) * width)) };
}

const furthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);

describe.skipIf(!present)('the exported graph', () => {
  let exact: InferenceSession;
  let small: InferenceSession;
  let parity: Parity;

  beforeAll(async () => {
    exact = await InferenceSession.create(`${folder}/onnx/model.onnx`);
    small = await InferenceSession.create(`${folder}/onnx/model_quantized.onnx`);
    parity = read('parity.json') as Parity;
  });

  test('in full precision gives the training code’s logits within 1e-4', async () => {
    const first = await run(exact, parity.ids, parity.attention);
    const longer = parity.attention.map((row) => [...row, 1]);
    const second = await run(exact, parity.step, longer, first.outputs);
    for (const [rows, expected] of [
      [first.rows, parity.prefill],
      [second.rows, parity.cached],
    ] as const)
      for (const [i, row] of rows.entries())
        for (const [j, column] of parity.columns.entries())
          expect(Math.abs(row[column]! - expected[i]![j]!)).toBeLessThan(1e-4);
  });

  test.each(['exact', 'small'] as const)(
    '%s: cache, chunks and padding change nothing',
    async (which) => {
      const session = which === 'exact' ? exact : small;
      const ids = parity.ids[0]!;
      const ones = (length: number) => [Array.from({ length }, () => 1)];
      const whole = await run(session, [ids], ones(24));
      const head = await run(session, [ids.slice(0, 9)], ones(9));
      const rest = await run(session, [ids.slice(9)], ones(24), head.outputs);
      expect(furthest(whole.rows[0]!, rest.rows[0]!)).toBeLessThan(1e-4);

      const batch = await run(session, parity.ids, parity.attention);
      const alone = await run(session, [parity.ids[1]!.slice(7)], ones(17));
      expect(furthest(batch.rows[0]!, whole.rows[0]!)).toBeLessThan(1e-4);
      // Masked columns change the order of sums by a last bit, which a rounding to 8 bits can make a step of.
      expect(furthest(batch.rows[1]!, alone.rows[0]!)).toBeLessThan(which === 'exact' ? 1e-4 : 1);
    },
  );

  test('in 8 bits left padding moves few rows, and these by less than a logit', async () => {
    const ids = parity.ids[0]!;
    const moves = await Promise.all(
      ids.map(async (_, start) => {
        const own = [...ids.slice(start), ...ids.slice(0, start)].slice(7);
        const row = own.map(() => 1);
        const padded = [...Array.from({ length: 7 }, () => 0), ...own];
        const mask = padded.map((_, at) => Number(at >= 7));
        const [alone, beside] = [
          await run(small, [own], [row]),
          await run(small, [ids, padded], [ids.map(() => 1), mask]),
        ];
        return furthest(beside.rows[1]!, alone.rows[0]!);
      }),
    );
    expect(moves.filter((move) => move >= 1e-4).length).toBeLessThan(moves.length / 2);
    expect(Math.max(...moves)).toBeLessThan(1);
  });

  test('in 8 bits stays near full precision', async () => {
    const [a, b] = [
      await run(exact, parity.ids, parity.attention),
      await run(small, parity.ids, parity.attention),
    ];
    expect(furthest(a.rows[0]!, b.rows[0]!)).toBeLessThan(1);
  });
});

test.skipIf(!present)('the card lists the files as they are', () => {
  const card = read('card.json') as ModelCard;
  for (const { path, sizeBytes, sha256 } of card.files) {
    const bytes = readFileSync(`${folder}/${path}`);
    expect([path, bytes.length]).toEqual([path, sizeBytes]);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  }
  const size = card.files
    .filter(({ role }) => role === 'default')
    .reduce((sum, f) => sum + f.sizeBytes, 0);
  expect(size).toBeLessThan(12e6);
});
