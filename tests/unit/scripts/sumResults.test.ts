import { expect, test } from 'vitest';
import { readStep } from '../../../scripts/sumResults.js';

test.each([
  { name: 'a good step without tests', ok: true, report: null, sum: [1, 0, 0] },
  { name: 'a bad step without tests', ok: false, report: null, sum: [0, 1, 0] },
  {
    name: 'Vitest',
    ok: false,
    report: { numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 0 },
    sum: [5, 2, 1],
  },
  {
    name: 'a runner that crashed after good tests',
    ok: false,
    report: { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 },
    sum: [5, 1, 0],
  },
  {
    name: 'Playwright',
    ok: false,
    report: { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } },
    sum: [3, 2, 2],
  },
])('the sum of results counts $name', ({ ok, report, sum }) => {
  const { passed, failed, skipped } = readStep(ok, report);
  expect([passed, failed, skipped]).toEqual(sum);
});
