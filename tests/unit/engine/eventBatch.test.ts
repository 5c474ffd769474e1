import { expect, test } from 'vitest';
import type { GenerateEvent } from '../../../src/engine/engine';
import { eventBatch } from '../../../src/engine/eventBatch';

function watched() {
  const sent: GenerateEvent[] = [];
  const clock = { ms: 1000 };
  const batch = eventBatch(
    (event) => sent.push(event),
    () => clock.ms,
  );
  return { sent, clock, batch };
}
const token = (id: number): GenerateEvent => ({ text: `t${id} `, tokenIds: [id] });

test('the first goes at once; those that follow quickly go together', () => {
  const { sent, clock, batch } = watched();
  batch.push(token(1));
  expect(sent).toEqual([token(1)]);
  batch.push(token(2));
  clock.ms += 10;
  batch.push(token(3));
  expect(sent.length).toBe(1);
  clock.ms += 25;
  batch.push(token(4));
  expect(sent[1]).toEqual({ text: 't2 t3 t4 ', tokenIds: [2, 3, 4] });
});

test('a slow model sends each by itself', () => {
  const { sent, clock, batch } = watched();
  for (const id of [1, 2, 3]) {
    batch.push(token(id));
    clock.ms += 200;
  }
  expect(sent).toEqual([1, 2, 3].map(token));
});

test('what waits at the end is sent, once', () => {
  const { sent, batch } = watched();
  for (const id of [1, 2]) batch.push(token(id));
  batch.flush();
  batch.flush();
  expect(sent.flatMap(({ tokenIds }) => tokenIds)).toEqual([1, 2]);
});

test('odds stay with their tokens', () => {
  const { sent, batch } = watched();
  const odds = (tokenId: number) => [[{ tokenId, text: 'x', logProb: -1 }]];
  batch.push(token(1));
  for (const id of [2, 3]) batch.push({ ...token(id), alternatives: odds(id) });
  batch.flush();
  expect(sent[1]!.alternatives).toEqual([...odds(2), ...odds(3)]);
});
