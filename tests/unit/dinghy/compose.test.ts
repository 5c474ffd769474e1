import { describe, expect, test } from 'vitest';
import type { Axis, Note, Topic } from '../../../src/domain/knowledge';
import {
  availableReferences,
  ReferenceFiller,
  allReferences,
} from '../../../src/tasks/dinghy/compose';
import { showablePoles, unwantedTokens } from '../../../src/tasks/dinghy/tailorLimits';
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
  asides: [],
  notes,
};
const asides = {
  t: 'phase matters',
  w: 'your body has a clock',
  d: 'A nap is a short sleep.',
  l: 'training a puppy',
  y: 'Mia slept.',
  m: 'Routine wins.',
  j: 'Sheep sleep too.',
};
const set: NoteSet = { topic, notes, asides };
const own: NoteSet = { topic: null, notes: [{ id: 'o', s: 'Drink water.', tags: [] }], asides: {} };

describe('references', () => {
  test('are those the notes can fill, and no others', () => {
    expect(availableReferences(set)).toEqual(
      ['g', 't', 'w', 'd', 'l', 'y', 'm', 'j', 'a1', 'r1', 'n1', 'a2', 'e2'].map(
        (id) => `<|${id}|>`,
      ),
    );
    expect(availableReferences(own)).toEqual(['<|s1|>']);
  });
});

test('whatever has no place in an answer is unwanted', () => {
  const axis: Axis = {
    id: 'length',
    family: 'manner',
    measurable: true,
    definition: '',
    poles: [
      { id: 'short', label: 'short' },
      { id: 'detailed', label: 'detailed' },
    ],
    example: '',
  };
  const unwanted = unwantedTokens([axis]);
  for (const token of ['<|p:short|>', '<|p:detailed|>', '<|f:words+1|>', '<|say|>', '<|out|>'])
    expect(unwanted).toContain(token);
  expect(unwanted).not.toContain('<|eos|>');
  expect(allReferences().filter((token) => unwanted.includes(token))).toEqual([]);
});

test('poles that no reference can show are not asked for', () => {
  const asked = ['short', 'numbers', 'defines', 'reasons', 'warm'];
  expect(showablePoles(asked, set)).toEqual(asked);
  expect(showablePoles(asked, own)).toEqual(['short', 'warm']);
  expect(showablePoles(['summary-first'], { ...set, asides: {} })).toEqual([]);
});

/** The whole text, and the same however the stream is cut. */
function filled(template: string, from: NoteSet): string {
  const whole = new ReferenceFiller(from);
  const text = whole.push(template) + whole.end();
  for (let size = 1; size <= 7; size += 1) {
    const filler = new ReferenceFiller(from);
    let streamed = '';
    for (let at = 0; at < template.length; at += size) {
      const piece = filler.push(template.slice(at, at + size));
      expect(piece).not.toMatch(/<\|/);
      streamed += piece;
    }
    expect(streamed + filler.end()).toBe(text);
  }
  return text;
}

describe('filling', () => {
  test.each([
    ['Try to <|a1|>.', 'Try to go to bed early.'],
    ['<|a1|>. <|a2|>.', 'Go to bed early. Avoid coffee.'],
    ['1. <|a1|>.\n2. <|a2|>.', '1. Go to bed early.\n2. Avoid coffee.'],
    ['- <|a1|>, because <|r1|>.', '- Go to bed early, because the body likes a rhythm.'],
    ['In short: <|m|>. Now <|a2|>.', 'In short: Routine wins. Now avoid coffee.'],
    ['<|m|> <|a2|>.', 'Routine wins. Avoid coffee.'],
    ['<|a1|>. <|n1|>.', 'Go to bed early. 8 hours are enough.'],
    ['<|a1|> or so', 'Go to bed early or so'],
    ['<|a1|> a <|p:short|>b <|say|>c', 'Go to bed early a b c'],
    ['<|a1|>: 5 < 6 and <| is no token', 'Go to bed early: 5 < 6 and <| is no token'],
    [
      'Well: <|m|>. <|a2|>. For example, <|e2|>. 3 < 4.',
      'Well: Routine wins. Avoid coffee. For example, mint tea. 3 < 4.',
    ],
  ])('%j becomes %j', (template, text) => {
    expect(filled(template, set)).toBe(text);
  });

  test.each([
    ['1. <|a1|>.\n1. <|a2|>.', '1. Go to bed early.\n2. Avoid coffee.'],
    [
      'Do this:\n1. <|a1|>.\n3. <|a2|>.\nDone.',
      'Do this:\n1. Go to bed early.\n2. Avoid coffee.\nDone.',
    ],
    ['<|a1|>\n12 times.', 'Go to bed early\n12 times.'],
    ['1. <|a1|>.\n2. <|c1|>.\n3. <|a2|>.', '1. Go to bed early.\n2. Avoid coffee.'],
    ['7. <|a1|>.', '7. Go to bed early.'],
    ['1 <|a1|>.', '1 go to bed early.'],
  ])('counts the items of a list: %j becomes %j', (template, text) => {
    expect(filled(template, set)).toBe(text);
  });

  test.each([
    ['Keep going. <|a1|>. Keep going.', 'Keep going. Go to bed early.'],
    ['Keep going. <|a1|>. Keep going. Bye.', 'Keep going. Go to bed early. Bye.'],
    ['Keep going. <|a1|>. Keep on going.', 'Keep going. Go to bed early.'],
    ['Keep going. <|a1|>. It pays off.', 'Keep going. Go to bed early. It pays off.'],
    ['- <|a1|>.\n- <|a1|>.\n- <|a2|>.', '- Go to bed early.\n- Avoid coffee.'],
    ['Yes! <|a1|>. Yes! Yes!', 'Yes! Go to bed early. Yes! Yes!'],
    ['It helps to <|a1|>. It helps to <|a2|>.', 'It helps to go to bed early. Avoid coffee.'],
    [
      '1. It helps to <|a1|>.\n2. It helps to <|a2|>.',
      '1. It helps to go to bed early.\n2. Avoid coffee.',
    ],
    ['It helps to <|a1|>. It helps if you <|a2|>.', 'It helps to go to bed early. Avoid coffee.'],
    [
      'As I see it, <|a1|>. <|m|> As I see it, <|a2|>, so there.',
      'As I see it, go to bed early. Routine wins. Avoid coffee.',
    ],
    [
      'It helps to <|a1|>. It helps to <|a2|>, for example <|e2|>.',
      'It helps to go to bed early. Avoid coffee, for example mint tea.',
    ],
    ['So <|a1|>. So <|a2|>.', 'So go to bed early. So avoid coffee.'],
    ['Try it: <|a1|>. Try it. <|a2|>.', 'Try it: Go to bed early. Avoid coffee.'],
    ['It helps to <|a1|>. It helps to <|a1|>. Bye.', 'It helps to go to bed early. Bye.'],
  ])('says nothing that sounds like something before: %j becomes %j', (template, text) => {
    expect(filled(template, set)).toBe(text);
  });

  test.each([
    ['<|a1|>. For example, <|e1|>. <|a2|>.', 'Go to bed early. Avoid coffee.'],
    ['<|e9|>. <|a1|>.', 'Go to bed early.'],
    ['<|a1|>. The easy step: ! Bye.', 'Go to bed early. Bye.'],
    ['<|a1|>. It helps to  less. Bye.', 'Go to bed early. Bye.'],
    ['<|a1|>. Then try to', 'Go to bed early.'],
    ['<|a1|>, because <|r2|>. <|a2|>.', 'Avoid coffee.'],
  ])('leaves out what leads to nothing: %j becomes %j', (template, text) => {
    expect(filled(template, set)).toBe(text);
  });

  test.each([
    ['<|a1|>. <|j|> The goat sends its regards.', 'Go to bed early. Sheep sleep too.'],
    ['<|a1|>. The goat sends its regards.', 'Go to bed early. The goat sends its regards.'],
    [
      'Be gentle with yourself and <|a1|>. A gentle word: <|a2|>.',
      'Be gentle with yourself and go to bed early. Avoid coffee.',
    ],
  ])('jokes once and says no gentle word twice: %j becomes %j', (template, text) => {
    expect(filled(template, set)).toBe(text);
  });

  test('leaves out words that the note itself says again', () => {
    const helpful: Note[] = [
      { id: '1', a: 'ask for help', r: 'help makes it lighter', tags: [] },
      { id: '2', a: 'choose a quiet moment', tags: [] },
    ];
    const given: NoteSet = { topic, notes: helpful, asides };
    expect(filled('It helps to <|a1|>. This helps because <|r1|>.', given)).toBe(
      'Ask for help. Help makes it lighter.',
    );
    expect(filled('It is good to <|a1|>, because <|r1|>.', given)).toBe(
      'It is good to ask for help, because help makes it lighter.',
    );
    expect(filled('My choice is this one: <|a2|>.', given)).toBe('Choose a quiet moment.');
  });

  test('gives no example, reason or figure of a note that was not told', () => {
    expect(filled('<|a1|>. For example: <|e2|>. <|n1|>.', set)).toBe(
      'Go to bed early. 8 hours are enough.',
    );
  });

  test('joins a bare command and its reason as a command allows', () => {
    const given: NoteSet = { ...set, notes: notes.map((note) => ({ ...note, r: 'it works' })) };
    const template =
      'It is good to <|a1|>, and the reason is that <|r1|>. It is good to <|a2|>, and the reason is that <|r2|>.';
    expect(filled(template, given)).toBe(
      'It is good to go to bed early, and the reason is that it works. Avoid coffee; the reason is that it works.',
    );
  });

  test('sets the full stop that the model forgot', () => {
    expect(filled('A technical point: <|t|> It is good to <|a1|>.', set)).toBe(
      'A technical point: Phase matters. It is good to go to bed early.',
    );
  });

  test('gives no two examples the same first words', () => {
    const shown = notes.map((note) => ({ ...note, e: `tea ${note.id}` }));
    const template = '<|a1|>. So is <|e1|>. <|a2|>. So is <|e2|>.';
    expect(filled(template, { topic, notes: shown, asides })).toBe(
      'Go to bed early. So is tea 1. Avoid coffee. For instance: tea 2.',
    );
  });

  test('never ends without a note, where there is one', () => {
    expect(filled('You can do it!', set)).toBe('You can do it! Go to bed early.');
    expect(filled('If you do one thing, ', set)).toBe('If you do one thing, go to bed early.');
    expect(filled('The gist: <|m|>', set)).toBe('The gist: Routine wins. Go to bed early.');
    expect(filled('', own)).toBe('Drink water.');
    expect(filled('Hello.', { topic, notes: [], asides })).toBe('Hello.');
  });
});
