import { expect, onTestFinished, test, vi } from 'vitest';
import { stepWhenIdle } from '../../src/ui/whenIdle';

/** Idle moments that come when they are called for, and a clock that every look moves on by 3 ms. */
function fakeIdle() {
  const waiting: (() => void)[] = [];
  let now = 0;
  vi.stubGlobal('requestIdleCallback', (work: () => void) => waiting.push(work));
  vi.stubGlobal('performance', { now: () => (now += 3) });
  onTestFinished(() => void vi.unstubAllGlobals());
  return waiting;
}

test('steps are taken in turns, each of a few steps, until the last', () => {
  const waiting = fakeIdle();
  const taken: number[] = [];
  stepWhenIdle(
    (function* () {
      for (let step = 0; step < 5; step++) {
        taken.push(step);
        yield;
      }
    })(),
  );
  expect(taken).toEqual([]);
  const turns: number[] = [];
  for (let work = waiting.shift(); work; work = waiting.shift()) {
    work();
    turns.push(taken.length);
  }
  expect(turns).toEqual([2, 4, 5]);
});
