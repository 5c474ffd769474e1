import { expect, test } from 'vitest';
import {
  capitalise,
  clipText,
  estimateTokens,
  splitSentences,
  splitWords,
} from '../../../src/domain/text';

test.each([
  ['Hi there. I am fine!\n- one\n2. two', ['Hi there.', 'I am fine!', 'one', 'two']],
  ['No full stop', ['No full stop']],
  ['', []],
])('%j has its sentences', (text, sentences) => {
  expect(splitSentences(text)).toEqual(sentences);
});

test('words keep apostrophes, in any script', () => {
  expect(splitWords('Don’t – Żółw 日本 42')).toEqual(["don't", 'żółw', '日本', '42']);
});

test.each([
  ['go', 'Go'],
  ['"go"', '"Go"'],
  ['15 minutes', '15 minutes'],
  ['', ''],
])('%j starts as %j', (text, expected) => {
  expect(capitalise(text)).toBe(expected);
});

test.each([
  ['plain', 'word '.repeat(5000)],
  ['emoji', '🙂'.repeat(3000)],
  ['right-to-left', 'שלום '.repeat(3000)],
  ['huge', 'x'.repeat(2_000_000)],
])('clipping %s text keeps both ends and fits', (_, text) => {
  const clipped = clipText(text, 100);
  expect(estimateTokens(clipped)).toBeLessThanOrEqual(102);
  expect(text.startsWith([...clipped][0]!)).toBe(true);
  expect(clipped).toContain(' … ');
});

test('short text is left alone', () => {
  expect(clipText('Hi there.', 100)).toBe('Hi there.');
});
