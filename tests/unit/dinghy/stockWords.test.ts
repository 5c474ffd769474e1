import { expect, test } from 'vitest';
import { SaidWords, stockWords } from '../../../src/tasks/dinghy/stockWords';

test('remembers the longer words of a phrase, not those of its references', () => {
  expect(stockWords('It may help to <|a1|>.')).toEqual(['help']);
  expect(stockWords('It helps to {a}, since {r}.')).toEqual(['help']);
  expect(stockWords('You could {a}.')).toEqual([]);
});

test('hears that two phrases sound alike', () => {
  const said = new SaidWords();
  said.add('It may help to <|a1|>.');
  expect(said.has('This helps because <|r1|>.')).toBe(true);
  expect(said.has('The reason is that <|r1|>.')).toBe(false);
  said.add('You could {a}.');
  expect(said.has('you could <|a2|>')).toBe(true);
  expect(said.has('<|a2|>.')).toBe(false);
});
