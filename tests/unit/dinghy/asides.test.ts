import { expect, test } from 'vitest';
import type { Aside, Note, Topic } from '../../../src/domain/knowledge';
import { asidesBeside } from '../../../src/tasks/dinghy/asides';

const notes = ['1', '2', '3'].map((id): Note => ({ id, a: `do ${id}`, tags: [] }));
const topicWith = (asides: Aside[]): Topic => ({
  ...{ id: 'tea', title: 'tea', about: 'making tea', area: 'cooking', questions: [] },
  asides,
  notes,
});
const told = (...ids: string[]) => notes.filter(({ id }) => ids.includes(id));

test('the aside that is about most of the notes told is taken, one of a kind', () => {
  const topic = topicWith([
    { kind: 't', text: 'on one', beside: [1] },
    { kind: 't', text: 'on two and three', beside: [2, 3] },
    { kind: 'm', text: 'Always.' },
  ]);
  expect(asidesBeside(told('1', '2', '3'), topic)).toEqual({ t: 'on two and three', m: 'Always.' });
  expect(asidesBeside(told('1'), topic)).toEqual({ t: 'on one', m: 'Always.' });
});

test('one about a note told comes before a general one, a general one before none', () => {
  const topic = topicWith([
    { kind: 'j', text: 'General.' },
    { kind: 'j', text: 'On one.', beside: [1] },
  ]);
  expect(asidesBeside(told('1', '2'), topic)).toEqual({ j: 'On one.' });
  expect(asidesBeside(told('2'), topic)).toEqual({ j: 'General.' });
});

test('of two that are about as many, the one about the first note is taken', () => {
  const topic = topicWith([
    { kind: 'm', text: 'Two.', beside: [2] },
    { kind: 'm', text: 'One.', beside: [1] },
  ]);
  expect(asidesBeside(told('1', '2'), topic)).toEqual({ m: 'One.' });
});

test('one that is about a small share of the notes told is not said', () => {
  const many = [...notes, { id: '4', a: 'do 4', tags: [] }];
  const topic = topicWith([{ kind: 't', text: 'on one', beside: [1] }]);
  expect(asidesBeside(many, topic)).toEqual({});
  expect(asidesBeside(notes, topic)).toEqual({ t: 'on one' });
});

test('what is only about other notes is not said', () => {
  const topic = topicWith([{ kind: 'd', text: 'A pot is a vessel.', beside: [3] }]);
  expect(asidesBeside(told('1', '2'), topic)).toEqual({});
});
