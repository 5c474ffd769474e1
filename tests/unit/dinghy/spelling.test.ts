import { expect, test } from 'vitest';
import { nearWords } from '../../../src/tasks/dinghy/spelling';

const known = ['sleep', 'slept', 'slip', 'step', 'meal', 'metal'];

test.each([
  ['one of two like letters dropped goes first', 'slep', ['sleep']],
  ['then any letter dropped', 'mtal', ['metal']],
  ['then letters swapped or exchanged', 'setp', ['step']],
  ['short words may mean anything', 'slp', []],
  ['two slips are too many', 'snnp', []],
  ['a word that begins otherwise is another', 'teal', []],
])('%s', (_, word, meant) => expect(nearWords(word, known)).toEqual(meant));
