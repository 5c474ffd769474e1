import { expect, test } from 'vitest';
import { askedBy } from '../../../src/tasks/persona-tailoring/askedBy';

test.each([
  ['Why do my cakes sink?', ['reasons']],
  ['how long do leftovers keep', ['numbers']],
  ['Why and how often should I air the room?', ['reasons', 'numbers']],
  ['what is the best temperature for a roast', ['numbers']],
  ['which ratio of water to rice', ['numbers']],
  ['What a waste of time! How do I focus?', []],
  ['How do I sleep better?', []],
  ['My boss asks me how I feel. That is why I worry.', []],
  ['', []],
])('%j asks for %j', (question, poles) => {
  expect(askedBy(question)).toEqual(poles);
});
