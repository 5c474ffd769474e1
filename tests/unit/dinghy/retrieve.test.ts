import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Axis, Topic } from '../../../src/domain/knowledge';
import type { ReaderData } from '../../../src/domain/reader';
import { findTopic, notesFor, notesFromText, topicsFor } from '../../../src/tasks/dinghy/retrieve';

const read = (name: string) => JSON.parse(readFileSync(`models/dinghy/${name}.json`, 'utf8'));
const topics = (read('topics') as { topics: Topic[] }).topics;
const reader = read('reader') as ReaderData;
const axes = (read('axes') as { axes: Axis[] }).axes;
const knowledge = { topics, axes, reader };

describe('finding a topic', () => {
  test.each([
    ['How do I bake bread?', 'baking bread'],
    ['How can I slep better?', 'sleeping through'],
    ['my cat scratches the sofa', 'a cat at home'],
    ['I cannot sleep', 'sleeping through'],
    ['best way to learn guitar', 'learning guitar'],
    ['how do I stop procrastinating', 'beating procrastination'],
  ])('%j is about %s', (question, title) => {
    expect(findTopic(question, knowledge)?.topic.title).toBe(title);
  });

  test.each([
    'What is the capital of France?',
    'hello',
    '',
    '🙂🙂',
    'What is quantum entanglement?',
  ])('%j has no notes', (question) => expect(findTopic(question, knowledge)).toBeNull());

  test('finds topics while one types', () => {
    expect(topicsFor('how can i sle', knowledge, 3).map(({ topic }) => topic.title)).toContain(
      'sleeping through',
    );
  });

  test('every shipped question finds its own topic', () => {
    const lost = topics.flatMap((topic) =>
      topic.questions.filter((question) => findTopic(question, knowledge)?.topic.id !== topic.id),
    );
    expect(lost.length / (topics.length * 6)).toBeLessThan(0.03);
  }, 60_000);

  test.each([
    ["nan is 90 and doesn't know what to say when i ring her", 'calling grandparents'],
    ['i am skint two weeks before payday', 'monthly budget'],
    ['my mobile is dead by noon', 'phone battery life'],
  ])('%j is understood without the words of the title', (question, title) => {
    expect(findTopic(question, knowledge)?.topic.title).toBe(title);
  });

  test.each([
    'how do i unclog the drain',
    'sew a button on my coat',
    'translate good evening into Swedish',
    'who won the match last night',
    'what dose of paracetamol is right for a cat',
    'which lawyer do i need for my divorce',
  ])('%j is about something else', (question) => {
    expect(findTopic(question, knowledge)?.topic.title).toBeUndefined();
  });

  test('a list of one topic will do', () => {
    const alone = topics.filter(({ title }) => title === 'baking bread');
    expect(findTopic('How do I bake bread?', { topics: alone, reader })?.topic.title).toBe(
      'baking bread',
    );
    expect(findTopic('how do i fix the roof', { topics: alone, reader })).toBeNull();
  });

  test('fifty thousand characters are read as far as two thousand', () => {
    const long = `how can i sleep better ${'x y '.repeat(12_500)}`;
    expect(findTopic(long, knowledge)?.topic.title).toBe('sleeping through');
  });
});

describe('choosing notes', () => {
  const needs = axes.filter(({ family }) => family === 'needs');

  test('no note breaks a wanted need, in any topic', () => {
    for (const { poles, breaks = [] } of needs)
      for (const topic of topics) {
        const { notes } = notesFor(topic.questions[0]!, topic, [poles[0].id], knowledge);
        expect(notes.flatMap(({ tags }) => tags.filter((tag) => breaks.includes(tag)))).toEqual([]);
        expect(notes.length).toBeGreaterThan(0);
      }
  });

  test('the question ranks: what it speaks of comes first', () => {
    const bread = topics.find(({ title }) => title === 'baking bread')!;
    const asked = bread.notes[6]!;
    expect(notesFor(asked.a!, bread, [], knowledge).notes[0]).toEqual(asked);
    expect(notesFor('bread', bread, [], knowledge).notes.length).toBeLessThanOrEqual(9);
  });

  const idsFor = (question: string) => {
    const topic = findTopic(question, knowledge)?.topic;
    return topic ? notesFor(question, topic, [], knowledge).notes.map(({ id }) => id) : [];
  };

  test('a question for something particular gets the notes on that alone', () => {
    const ids = idsFor('traffic noise keeps me from sleeping');
    expect(ids[0]).toBe('sleeping-through-9');
    expect(ids.length).toBeLessThan(4);
  });

  test.each([
    ['birthday party for my daughter, vegan cake please', 'animal'],
    ['birthday party without alcohol', 'alcohol'],
    ['how do i sleep better without spending money', 'cost'],
  ])('%j rules out notes tagged %s', (question, tag) => {
    const topic = findTopic(question, knowledge)?.topic;
    const notes = topic ? notesFor(question, topic, [], knowledge).notes : [];
    expect(notes.length).toBeGreaterThan(0);
    expect(notes.flatMap(({ tags }) => tags)).not.toContain(tag);
  });

  test('needs come before particulars: what breaks one never comes back', () => {
    const topic = topics.find(({ id }) => id === 'sleeping-through')!;
    const { notes } = notesFor('my mattress is old', topic, ['low-cost'], knowledge);
    expect(notes.length).toBeGreaterThan(0);
    expect(notes.flatMap(({ tags }) => tags)).not.toContain('cost');
  });
});

describe('pasted notes', () => {
  test('become sentences, nothing added but capital and full stop', () => {
    const { topic, notes } = notesFromText('- buy milk\n2. call Ana. then rest!\n\nbuy milk\n***');
    expect(topic).toBeNull();
    expect(notes.map(({ s }) => s)).toEqual(['Buy milk.', 'Call Ana. then rest!']);
  });

  test('are ranked by the question and obey needs', () => {
    const text = 'Serve wine at six.\nInvite the neighbours early.\nPlay quiet music.';
    expect(notesFromText(text, 'what music?').notes[0]?.s).toBe('Play quiet music.');
    expect(notesFromText(text, '', ['alcohol-free'], axes).notes.map(({ s }) => s)).not.toContain(
      'Serve wine at six.',
    );
  });

  test.each(['', '   \n', '****', '🎉'])('%j gives none', (text) => {
    expect(notesFromText(text).notes).toEqual([]);
  });

  test('five hundred facts and fifty thousand characters stay bounded', () => {
    const many = Array.from({ length: 800 }, (_, i) => `Fact number ${i} is true.`).join('\n');
    expect(notesFromText(many, 'number 77').notes.length).toBe(4);
    expect(notesFromText(many, 'number 77', ['detailed']).notes.length).toBe(7);
    expect(notesFromText('x'.repeat(60_000)).notes[0]?.s?.length).toBeLessThan(300);
  });
});
