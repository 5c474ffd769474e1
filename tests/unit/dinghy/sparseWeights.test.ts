import { expect, test } from 'vitest';
import { frontCoded } from '../../../src/tasks/dinghy/frontCoded';
import { SparseWeights } from '../../../src/tasks/dinghy/sparseWeights';

// "bread": 2 in column 0, -3 in column 200 (two bytes of steps); "breakfast": nothing; "soup": 5 in column 1.
const bytes = [1, 2, 0xc8, 0x01, 0xfd, 0, 0, 2, 5, 0];
const table = {
  units: frontCoded(['bread', 'breakfast', 'soup']),
  rows: btoa(String.fromCharCode(...bytes)),
  step: 0.5,
};

test('weights stand in the columns they were packed for', () => {
  const weights = new SparseWeights(table);
  const scores = new Array<number>(201).fill(0);
  for (const unit of ['bread', 'breakfast', 'soup', 'tea']) weights.add(scores, unit, 2);
  expect(scores.flatMap((score, column) => (score === 0 ? [] : [[column, score]]))).toEqual([
    [0, 2],
    [1, 5],
    [200, -3],
  ]);
});

test('the greatest weight of a unit counts by its size', () => {
  const weights = new SparseWeights(table);
  expect(['bread', 'breakfast', 'tea'].map((unit) => weights.largest(unit))).toEqual([1.5, 0, 0]);
});

test('it knows its units and no others', () => {
  const weights = new SparseWeights(table);
  expect(weights.units).toEqual(['bread', 'breakfast', 'soup']);
  expect([weights.has('breakfast'), weights.has('break')]).toEqual([true, false]);
});

test.each([
  ['no rows at all', []],
  ['a row cut off after its steps', [1]],
  ['a step without its end', [0xc8]],
  ['a column that nobody has', [0xff, 0xff, 0xff, 0x07, 9, 0]],
])('a damaged table says nothing, and ends: %s', (_, damaged) => {
  const rows = btoa(String.fromCharCode(...damaged));
  const weights = new SparseWeights({ ...table, rows });
  const scores = new Array<number>(201).fill(0);
  for (const unit of ['bread', 'breakfast', 'soup']) weights.add(scores, unit, 1);
  expect(scores.every((score) => score === 0)).toBe(true);
});
