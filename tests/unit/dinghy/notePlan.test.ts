import { expect, test } from 'vitest';
import type { Note, Topic } from '../../../src/domain/knowledge';
import { planNotes } from '../../../src/tasks/dinghy/notePlan';

const notes = Array.from({ length: 10 }, (_, i): Note => ({
  id: `t-${i + 1}`,
  a: `do ${i + 1}`,
  tags: [],
  ...(i === 8 && { n: '3 g' }),
}));
// The planner reads nothing else of a topic.
const topic = { notes, order: ['t-3', 't-1', 't-2'], apart: [['t-1', 't-2']] } as unknown as Topic;
const ids = (list: readonly Note[]) => list.map(({ id }) => id);

test.each([
  [[], 4],
  [['short'], 2],
  [['short', 'bullets'], 3],
  [['steps'], 5],
  [['detailed', 'steps'], 7],
  [['one-pick', 'detailed'], 1],
])('for %j it tells %i notes', (poles, count) => {
  expect(planNotes(notes, null, poles)).toHaveLength(count);
});

test('tells them in the order in which one would do them, pasted ones as ranked', () => {
  const some = [notes[0]!, notes[2]!];
  expect(ids(planNotes(some, topic, []))).toEqual(['t-3', 't-1']);
  expect(ids(planNotes(some, null, []))).toEqual(['t-1', 't-3']);
});

test('tells no note beside one that excludes it: the better one stays', () => {
  expect(ids(planNotes([notes[1]!, notes[0]!], topic, []))).toEqual(['t-2']);
});

test('brings in a note that has the part asked for', () => {
  expect(ids(planNotes(notes, null, ['numbers']))).toContain('t-9');
  expect(ids(planNotes(notes, null, []))).not.toContain('t-9');
  expect(planNotes([], null, ['numbers'])).toEqual([]);
});

test('a general question gets the notes that go with all others first', () => {
  expect(ids(planNotes(notes, topic, ['one-pick']))).toEqual(['t-3']);
  expect(ids(planNotes(notes.slice(0, 6), topic, ['one-pick']))).toEqual(['t-1']);
});

test('what the person does not want is not in the notes', () => {
  const [note] = planNotes([{ ...notes[8]!, e: 'so', r: 'why' }], null, [
    'no-examples',
    'no-numbers',
  ]);
  expect(note).toEqual({ id: 't-9', a: 'do 9', r: 'why', tags: [] });
});
