import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ReaderData } from '../../../src/domain/reader';
import { QuestionReader } from '../../../src/tasks/dinghy/questionReader';
import { questionUnits } from '../../../src/tasks/dinghy/questionUnits';

const data = JSON.parse(readFileSync('models/dinghy/reader.json', 'utf8')) as ReaderData;
const reader = new QuestionReader(data);
const bread = (question: string) => reader.topics(question).get('baking-bread') ?? 0;

describe('what a question is about', () => {
  test('words speak for their topic, unknown ones take nothing away', () => {
    expect(bread('how do i bake bread')).toBeGreaterThan(0.5);
    expect(bread('how do i bake bread zzyzx')).toBeCloseTo(bread('how do i bake bread'), 1);
    expect(bread('how do i sleep better')).toBeLessThan(0.05);
  });

  test('a slip of the keyboard is read as the word that is meant', () => {
    const pasta = (question: string) => reader.topics(question).get('cooking-pasta') ?? 0;
    expect(pasta('how long do i boil spagetti')).toBeGreaterThan(0.3);
    expect(bread('how do i bake a laof')).toBeGreaterThan(bread('how do i bake a lxxf') + 0.3);
  });

  test('odds of all topics sum to at most one', () => {
    const sum = [...reader.topics('how do i bake bread').values()].reduce((x, y) => x + y, 0);
    expect(sum).toBeGreaterThan(0.5);
    expect(sum).toBeLessThanOrEqual(1.0001);
  });

  test.each(['', '🙂🙂', '!!!', '漢字'])('%j is about nothing', (question) => {
    expect(reader.topics(question).size).toBe(0);
  });

  test.each(['__proto__ constructor', 'a '.repeat(25_000), '🎌'.repeat(20_000), '{}<|x|>'])(
    'any text gives finite odds (%#)',
    (question) => {
      expect([...reader.topics(question).values()].every(Number.isFinite)).toBe(true);
    },
  );

  test('of a word still being typed, its beginning counts', () => {
    const units = [...questionUnits('how can i sle', true)];
    expect(units).toContain('#<sle');
    expect(units).not.toContain('sle');
    expect([...questionUnits('how can i sle ', true)]).toContain('sle');
  });
});

describe('which notes help', () => {
  test('a particular question singles notes out, a general one does not', () => {
    const narrow = reader.notes('my dough will not rise in a cold kitchen', 'baking-bread');
    const general = reader.notes('how do i start baking my own bread', 'baking-bread');
    const sure = (odds: number[]) => odds.filter((p) => p >= 0.7).length;
    expect(narrow).toHaveLength(12);
    expect(narrow.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(sure(narrow)).toBeLessThan(sure(general));
    expect(Math.max(...narrow)).toBe(narrow[2]);
  });

  test('of an unknown topic nothing is said', () => {
    expect(reader.notes('how do i bake bread', 'no-such-topic')).toEqual([]);
  });
});

test('a table that is cut gives less, and ends', () => {
  const { table, bias } = data.subject;
  const cut = new QuestionReader({
    ...data,
    subject: { table: { ...table, rows: table.rows.slice(0, 400) }, bias },
  });
  expect(Math.max(0, ...cut.topics('how do i sleep better').values())).toBeLessThan(0.2);
});

test('what a word says of all notes of a topic counts for each of them', () => {
  // Steps of 14 from -1 on: column 13, the one after those of the twelve notes.
  const rows = btoa(String.fromCharCode(14, 100, 0));
  const small = new QuestionReader({
    version: 2,
    topics: ['tea'],
    groups: {},
    subject: {
      table: { units: 'aweak', rows: btoa(String.fromCharCode(0)), step: 1 },
      bias: [0, 0],
    },
    notes: {
      table: { units: 'aweak', rows, step: 0.1 },
      bias: new Array<number>(13).fill(-1),
    },
  });
  expect(small.notes('my tea is weak', 'tea').every((odds) => odds > 0.9)).toBe(true);
  expect(small.notes('my tea is black', 'tea').every((odds) => odds < 0.5)).toBe(true);
});
