import { expect, test } from 'vitest';
import type { Note, Topic } from '../../../src/domain/knowledge';
import { withAsides } from '../../../src/tasks/dinghy/asideNotes';

const notes = Array.from({ length: 8 }, (_, i): Note => ({ id: `t-${i + 1}`, a: 'do', tags: [] }));
const asides = [
  { kind: 'y', text: 'Far story.', beside: [7, 8] },
  { kind: 'y', text: 'Near story.', beside: [5, 6] },
  { kind: 'd', text: 'A term.', beside: [1, 2] },
  { kind: 't', text: 'a rule', beside: [8] },
];
// Nothing else of a topic is read.
const topic = { notes, asides } as unknown as Topic;
const told = notes.slice(0, 4);
const numbers = (list: readonly Note[]) => list.map(({ id }) => Number(id.slice(2)));
const chosen = (poles: string[], isSound = (_: readonly Note[]) => true, few = told) =>
  numbers(withAsides(few, notes, topic, poles, isSound));

test('who loves stories is told the notes that one is about, the likeliest to help', () => {
  expect(chosen(['story'])).toEqual([1, 2, 5, 6]);
});

test('nobody else gets other notes, nor who gets what is asked for anyway', () => {
  expect(chosen(['warm', 'short'])).toEqual([1, 2, 3, 4]);
  expect(chosen(['defines'])).toEqual([1, 2, 3, 4]);
});

test('what was there for one wish is not given up for the next', () => {
  expect(chosen(['story', 'defines'])).toEqual([1, 2, 5, 6]);
  expect(chosen(['story', 'technical'])).toEqual([1, 2, 5, 6]);
});

test('nothing is exchanged for notes that cannot be told together', () => {
  expect(chosen(['story'], (some) => !numbers(some).includes(5))).toEqual([1, 2, 7, 8]);
  expect(chosen(['story'], (some) => some.includes(notes[3]!))).toEqual([1, 2, 3, 4]);
});

test('a single pick stays, and a wish for what no aside is about changes nothing', () => {
  expect(chosen(['story'], () => true, [notes[0]!])).toEqual([1]);
  expect(chosen(['analogies'])).toEqual([1, 2, 3, 4]);
});
