import { expect, test } from 'vitest';
import card from '../../../models/dinghy/card.json';
import { holdWorker } from '../../../src/engine/heldWorker';
import type { LoadParams } from '../../../src/engine/protocol';
import { isSmall } from '../../../src/engine/smallModel';

const pretended = () => new EventTarget() as unknown as Worker;

test('what an early worker said before it was taken is heard by who takes it', async () => {
  const early = pretended();
  const take = holdWorker(early, pretended);
  early.dispatchEvent(new MessageEvent('message', { data: 'alive' }));
  early.dispatchEvent(new Event('error'));
  const heard: unknown[] = [];
  const worker = take();
  worker.addEventListener('message', ({ data }) => heard.push(data));
  worker.addEventListener('error', () => heard.push('error'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(heard).toEqual(['alive', 'error']);
  early.dispatchEvent(new MessageEvent('message', { data: 'later' }));
  expect(heard).toEqual(['alive', 'error', 'later']);
});

test('the early worker is given once, and a new one to each who asks after that', () => {
  const [early, later] = [pretended(), pretended()];
  const take = holdWorker(early, () => later);
  expect(take()).toBe(early);
  expect(take()).toBe(later);
});

test('the model of the app is what an early worker is warmed for; larger ones are not', () => {
  const params = { card, device: 'auto', threads: null } as unknown as LoadParams;
  expect(isSmall(params)).toBe(true);
  expect(isSmall({ ...params, threads: 2 })).toBe(false);
  expect(isSmall({ ...params, device: 'webgpu' })).toBe(false);
  expect(isSmall({ ...params, card: { ...params.card, parameters: 135_000_000 } })).toBe(false);
});
