import { expect, test } from 'vitest';
import { lineCount, LineIndex } from '../../../src/tasks/dinghy/lineIndex';
import { atOnce } from '../../../src/tasks/dinghy/steps';

const indexOf = (text: string) => atOnce(LineIndex.reading(text));

test('finds every line where it stands, and nothing else', () => {
  const lines = Array.from({ length: 5000 }, (_, at) => `unit ${at * 7} ${'é字'.slice(at % 3)}`);
  const index = indexOf(lines.join('\n'));
  expect(lines.map((line) => index.find(line))).toEqual(lines.map((_, at) => at));
  for (const other of ['', 'unit', 'unit 1 ', 'unit 0', `${lines[3]} `, `${lines[0]}\n${lines[1]}`])
    expect(index.find(other)).toBe(-1);
});

test('an empty text is one empty line, and empty lines are found', () => {
  expect(lineCount('')).toBe(1);
  expect(indexOf('').find('')).toBe(0);
  expect(indexOf('a\n\nb').find('')).toBe(1);
  expect(indexOf('a\nb\n').find('')).toBe(2);
});

test('of two equal lines the first is found', () => {
  expect(indexOf('a\nb\na').find('a')).toBe(0);
});

test('a long text is read in steps', () => {
  const steps = LineIndex.reading(Array.from({ length: 9000 }, (_, at) => at).join('\n'));
  expect(steps.next().done).toBe(false);
});
