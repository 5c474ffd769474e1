import { expect, test } from 'vitest';
import { askedBy } from '../../../src/tasks/persona-tailoring/askedBy';

test.each([
  ['Why do my cakes sink?', ['reasons']],
  ['how long do leftovers keep', ['numbers']],
  ['Why and how often should I air the room?', ['reasons', 'numbers']],
  ['How do I sleep better?', []],
  ['My boss asks me how I feel. That is why I worry.', []],
  ['', []],
])('%j asks for %j', (question, poles) => {
  expect(askedBy(question)).toEqual(poles);
});
