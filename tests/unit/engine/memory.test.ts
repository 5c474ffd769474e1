import { expect, test } from 'vitest';
import { cacheBudget } from '../../../src/engine/memoryGuard';

test.each([
  { memory: 8, megabytes: 512 },
  { memory: 16, megabytes: 512 },
  { memory: 4, megabytes: 256 },
  { memory: 0.5, megabytes: 32 },
  { memory: null, megabytes: 256 },
])('with $memory GB of memory prompts may be kept in $megabytes MB', ({ memory, megabytes }) => {
  expect(cacheBudget(memory)).toBe(megabytes * 2 ** 20);
});
