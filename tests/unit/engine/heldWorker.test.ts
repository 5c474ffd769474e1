import { expect, test } from 'vitest';
import card from '../../../models/dinghy/card.json';
import { holdWorker } from '../../../src/engine/heldWorker';
import type { LoadParams } from '../../../src/engine/protocol';
import { isSmall } from '../../../src/engine/smallModel';

/** As much of a worker as is asked for. */
class Pretended extends EventTarget {
  readonly posted: unknown[] = [];
  postMessage = (message: unknown) => void this.posted.push(message);
}
const start = () => {
  const made: Pretended[] = [];
  const make = () => {
    made.push(new Pretended());
    return made.at(-1) as unknown as Worker;
  };
  return { made, make };
};

test('what an early worker said before it was taken is heard by who takes it', async () => {
  const { made, make } = start();
  const take = holdWorker(make, false);
  made[0]!.dispatchEvent(new MessageEvent('message', { data: 'alive' }));
  made[0]!.dispatchEvent(new Event('error'));
  const heard: unknown[] = [];
  const worker = take();
  worker.addEventListener('message', ({ data }) => heard.push(data));
  worker.addEventListener('error', () => heard.push('error'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(heard).toEqual(['alive', 'error']);
  made[0]!.dispatchEvent(new MessageEvent('message', { data: 'later' }));
  expect(heard).toEqual(['alive', 'error', 'later']);
});

test('one worker is started early, and a new one for each who asks after that', () => {
  const { made, make } = start();
  const take = holdWorker(make, true);
  expect(made).toHaveLength(1);
  expect(take()).toBe(made[0]);
  expect(take()).toBe(made[1]);
  expect(made.map(({ posted }) => posted)).toEqual([[{ type: 'warm' }], []]);
});

test('the model of the app is what an early worker is warmed for; larger ones are not', () => {
  const params = { card, device: 'auto', threads: null } as unknown as LoadParams;
  expect(isSmall(params)).toBe(true);
  expect(isSmall({ ...params, threads: 2 })).toBe(false);
  expect(isSmall({ ...params, device: 'webgpu' })).toBe(false);
  expect(isSmall({ ...params, card: { ...params.card, parameters: 135_000_000 } })).toBe(false);
});
