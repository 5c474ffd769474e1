import { describe, expect, test } from 'vitest';
import type { Note, Topic } from '../../../src/domain/knowledge';
import {
  availableReferences,
  ReferenceFiller,
  unavailableReferences,
} from '../../../src/tasks/dinghy/compose';
import type { NoteSet } from '../../../src/tasks/dinghy/retrieve';

const notes: Note[] = [
  {
    id: '1',
    a: 'go to bed early',
    r: 'the body likes a rhythm',
    n: '8 hours are enough',
    tags: [],
  },
  { id: '2', a: 'avoid coffee', e: 'mint tea', tags: [] },
];
const topic: Topic = {
  id: 'sleep',
  title: 'sleeping better',
  about: 'falling asleep',
  area: 'health',
  questions: [],
  t: 'phase matters',
  w: 'your body has a clock',
  d: 'A nap is a short sleep.',
  l: 'training a puppy',
  y: 'Mia slept.',
  m: 'Routine wins.',
  j: 'Sheep sleep too.',
  notes,
};
const set: NoteSet = { topic, notes };
const own: NoteSet = { topic: null, notes: [{ id: 'o', s: 'Drink water.', tags: [] }] };

describe('references', () => {
  test('are those the notes can fill, and no others', () => {
    expect(availableReferences(set)).toEqual(
      ['g', 't', 'w', 'd', 'l', 'y', 'm', 'j', 'a1', 'r1', 'n1', 'a2', 'e2'].map(
        (id) => `<|${id}|>`,
      ),
    );
    expect(availableReferences(own)).toEqual(['<|s1|>']);
  });

  test('are either available or unavailable', () => {
    const all = [...availableReferences(set), ...unavailableReferences(set)];
    expect(new Set(all).size).toBe(8 + 6 * 9);
    expect(unavailableReferences(set)).toContain('<|e1|>');
  });
});

describe('filling', () => {
  test.each([
    ['Try to <|a1|>.', 'Try to go to bed early.'],
    ['<|a1|>. <|a2|>.', 'Go to bed early. Avoid coffee.'],
    ['1. <|a1|>.\n2. <|a2|>.', '1. Go to bed early.\n2. Avoid coffee.'],
    ['- <|a1|>, because <|r1|>.', '- Go to bed early, because the body likes a rhythm.'],
    ['In short: <|m|>. Now go.', 'In short: Routine wins. Now go.'],
    ['<|m|> <|a2|>.', 'Routine wins. Avoid coffee.'],
    ['<|n1|>.', '8 hours are enough.'],
    ['Say <|e1|>', 'Say '],
    ['a <|p:short|>b <|say|>c', 'a b c'],
    ['5 < 6 and <| is no token', '5 < 6 and <| is no token'],
  ])('%j becomes %j', (template, text) => {
    const filler = new ReferenceFiller(set);
    expect(filler.push(template) + filler.end()).toBe(text);
  });

  test('gives the same text however the stream is cut, and never half a token', () => {
    const template = 'Well: <|m|>. <|a1|>. For example, <|e2|>. 3 < 4.\n- <|a2|>.';
    const whole = new ReferenceFiller(set);
    const expected = whole.push(template) + whole.end();
    for (let size = 1; size <= 7; size += 1) {
      const filler = new ReferenceFiller(set);
      let text = '';
      for (let at = 0; at < template.length; at += size) {
        const piece = filler.push(template.slice(at, at + size));
        expect(piece).not.toMatch(/<\|/);
        text += piece;
      }
      expect(text + filler.end()).toBe(expected);
    }
  });
});
