import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  guessMapping,
  mappedColumns,
  type ColumnMapping,
} from '../../src/features/datasets/formats/columns';
import {
  readRow,
  type ComparisonDraft,
  type Row,
} from '../../src/features/datasets/formats/format';
import { findFormat, formats, recogniseFormat } from '../../src/features/datasets/formats/index';
import { choiceOf } from '../../src/features/datasets/formats/verdict';
import { readRecords } from '../../src/features/datasets/reading/readRecords';

async function rowsOf(name: string): Promise<Row[]> {
  const file = new Blob([readFileSync(`tests/fixtures/datasets/${name}`)]);
  const rows: Row[] = [];
  for await (const { splits } of readRecords(file, true, new Set())) {
    for (const split of splits) if ('value' in split) rows.push(split.value);
  }
  return rows;
}

const basil = 'How do I keep basil alive on a windowsill?';
const party = 'Is it rude to leave a party early?';
const lentils = 'What can I cook with one pot and lentils?';

/** Per row: prompt, number of earlier turns, how the winning response begins, the choice of the file. */
const cases: {
  file: string;
  format: string;
  rows: [prompt: string, turns: number, first: string, choice: ComparisonDraft['choice']][];
}[] = [
  {
    file: 'trl-explicit-strings.jsonl',
    format: 'trl-explicit',
    rows: [
      [basil, 0, 'Water it', 'a'],
      [party, 0, 'Not at all', 'a'],
      [lentils, 0, '1. Fry', 'a'],
    ],
  },
  {
    file: 'trl-explicit-messages.jsonl',
    format: 'trl-explicit',
    rows: [
      [basil, 0, 'Water it', 'a'],
      ['An hour. What now?', 3, 'Ask at the counter', 'a'],
    ],
  },
  {
    file: 'trl-implicit-messages.jsonl',
    format: 'trl-implicit',
    rows: [
      [party, 0, 'Not at all', 'a'],
      ['A softer one?', 2, 'Lime.', 'a'],
    ],
  },
  {
    file: 'trl-implicit-strings.jsonl',
    format: 'trl-implicit',
    rows: [
      ['The kettle is', 0, 'singing.', 'a'],
      [lentils, 0, '1. Fry', 'a'],
    ],
  },
  {
    file: 'anthropic-hh.jsonl',
    format: 'anthropic-hh',
    rows: [
      ['So should I talk to my ferns?', 2, 'It cannot hurt', 'a'],
      [basil, 0, 'Water it', 'a'],
      ['Hi', 0, 'Hello! What brings you here?\n\nHuman: Boredom.\n\nAssistant: Then let', 'a'],
    ],
  },
  {
    file: 'stanford-shp.jsonl',
    format: 'stanford-shp',
    rows: [
      [lentils, 0, '1. Fry', 'a'],
      [basil, 0, 'Basil is', 'b'],
    ],
  },
  {
    file: 'pku-saferlhf.jsonl',
    format: 'safe-rlhf',
    rows: [
      [basil, 0, 'Basil is', 'b'],
      [party, 0, 'Not at all', 'a'],
    ],
  },
  { file: 'ultrafeedback.jsonl', format: 'ultrafeedback', rows: [[basil, 0, 'Water it', 'a']] },
  {
    file: 'chatbot-arena.jsonl',
    format: 'arena-conversations',
    rows: [
      [party, 0, 'Not at all', 'a'],
      [basil, 0, 'Water it', 'b'],
      [lentils, 0, '1. Fry', 'tie'],
      ['Sing me a song.', 0, 'La la la.', 'both-bad'],
    ],
  },
  {
    file: 'mt-bench.jsonl',
    format: 'arena-conversations',
    rows: [
      ['Write a haiku.', 0, 'Rain on the tin roof.', 'b'],
      ['Write a haiku.', 0, 'Rain on the tin roof.\n\nHuman: Rhyme it.\n\nAssistant: Roof', 'b'],
    ],
  },
  {
    file: 'arena-pairs.csv',
    format: 'arena-pairs',
    rows: [
      [basil, 0, 'Water it', 'a'],
      [party, 0, 'Not at all', 'tie'],
      ['Another.', 2, '8', 'b'],
    ],
  },
  {
    file: 'prism-like.jsonl',
    format: 'voted-pairs',
    rows: [
      [party, 0, 'It depends', 'b'],
      [lentils, 0, '1. Fry', 'a'],
    ],
  },
  {
    file: 'prism-like.csv',
    format: 'voted-pairs',
    rows: [
      [party, 0, 'It depends', 'b'],
      [lentils, 0, '1. Fry', 'a'],
    ],
  },
  {
    file: 'unlabelled.csv',
    format: 'unlabelled',
    rows: [
      [basil, 0, 'Water it', null],
      [party, 0, 'Say "goodbye", then go.\nSmile.', null],
    ],
  },
  {
    file: 'synthesizeme.json',
    format: 'synthesize-me',
    rows: [
      [basil, 0, 'Water it', 'a'],
      [lentils, 2, '1. Fry', 'a'],
    ],
  },
  {
    file: 'windows-1252.csv',
    format: 'trl-explicit',
    rows: [['Où est le café ?', 0, 'À gauche, près de l’église.', 'a']],
  },
  {
    file: 'utf-16.csv',
    format: 'trl-explicit',
    rows: [['¿Dónde está el café?', 0, 'A la izquierda.', 'a']],
  },
];

describe.each(cases)('$file', ({ file, format: id, rows: expected }) => {
  test(`is recognised as ${id}, whatever its name`, async () => {
    expect(recogniseFormat(await rowsOf(file))?.id).toBe(id);
  });

  test('each row becomes the right comparison', async () => {
    const drafts = (await rowsOf(file)).map((row, i) => readRow(findFormat(id, null)!, row, i + 1));
    expect(drafts).toHaveLength(expected.length);
    for (const [index, [prompt, turns, first, choice]] of expected.entries()) {
      expect(drafts[index]).toMatchObject({ prompt, choice });
      const draft = drafts[index] as ComparisonDraft;
      expect(draft.history).toHaveLength(turns);
      expect(draft.a.slice(0, first.length)).toBe(first);
    }
  });
});

test.each(['trl-unpaired.jsonl', 'beavertails.jsonl'])(
  '%s is said to hold no pairs',
  async (file) => {
    expect(recogniseFormat(await rowsOf(file))?.holdsNoPairs).toContain(
      'single answers, not pairs',
    );
  },
);

test('our own table of pairs comes back as it was, apostrophes against formulas and all', () => {
  const history = [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Yes?' },
  ];
  const row = {
    prompt: "'=1+1?",
    chosen: "'- one\n- two",
    rejected: "'tis so",
    reason: '',
    earlier_turns: JSON.stringify(history),
  };
  const format = recogniseFormat([row])!;
  expect(format.id).toBe('whose-boat-pairs');
  expect(readRow(format, row, 1)).toMatchObject({
    prompt: '=1+1?',
    a: '- one\n- two',
    b: "'tis so",
    history,
  });
});

test.each([
  [
    {
      persona: 'The user …',
      source: 'inferred',
      side: 'chosen',
      prompt: 'q',
      chosen: 'a',
      rejected: 'b',
    },
    'personas',
  ],
  [{ kind: 'comparisons', record: {} }, 'backup'],
])('%j is one of our own files, but not pairs', (row, word) => {
  expect(recogniseFormat([row])?.holdsNoPairs).toContain(word);
});

test('our own ties come back as ties, with their earlier turns', () => {
  const history = [{ role: 'user', content: 'Hi' }];
  const row = {
    prompt: 'q',
    history,
    response_a: 'a',
    response_b: 'b',
    winner: 'tie (bothbad)',
    reason: 'both rude',
  };
  expect(readRow(recogniseFormat([row])!, row, 1)).toMatchObject({
    choice: 'both-bad',
    history,
    reason: 'both rude',
  });
});

test('a profile of the person never reaches a comparison', async () => {
  const format = findFormat('voted-pairs', null)!;
  const drafts = (await rowsOf('prism-like.jsonl')).map((row) => readRow(format, row, 1));
  expect(JSON.stringify(drafts)).not.toContain('40 years');
});

test('hostile texts come through letter by letter', async () => {
  const rows = await rowsOf('hostile.jsonl');
  const drafts = rows.map((row) => readRow(findFormat('trl-explicit', null)!, row, 1));
  expect(drafts).toMatchObject(
    rows.map(({ prompt, chosen, rejected }) => ({ prompt, a: chosen, b: rejected })),
  );
});

const pair = { prompt: 'Hi', chosen: 'Hello!', rejected: 'No.' };
const dialogue = (...contents: string[]) =>
  contents.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content }));

test.each<{ name: string; format: string; row: Row; issues: string[] }>([
  {
    name: 'a missing side',
    format: 'trl-explicit',
    row: { prompt: 'Hi', chosen: 'x' },
    issues: ['rejected: is missing'],
  },
  {
    name: 'every missing field is named',
    format: 'trl-explicit',
    row: {},
    issues: ['prompt: is missing', 'chosen: is missing', 'rejected: is missing'],
  },
  {
    name: 'an object for a text',
    format: 'trl-explicit',
    row: { ...pair, chosen: {} },
    issues: ['chosen: is not text'],
  },
  {
    name: 'an empty response',
    format: 'trl-explicit',
    row: { ...pair, rejected: ' \n' },
    issues: ['the second response is empty'],
  },
  {
    name: 'an empty prompt',
    format: 'trl-explicit',
    row: { ...pair, prompt: '' },
    issues: ['the prompt is empty'],
  },
  {
    name: 'equal responses',
    format: 'trl-explicit',
    row: { ...pair, rejected: ' Hello! ' },
    issues: ['both responses are the same'],
  },
  {
    name: '200,000 characters are the limit',
    format: 'trl-explicit',
    row: { ...pair, chosen: 'x'.repeat(200_001) },
    issues: ['the first response has 200,001 characters; 200,000 is the limit'],
  },
  {
    name: 'lists without a shared question',
    format: 'trl-explicit',
    row: { ...pair, chosen: dialogue('a', 'b'), rejected: dialogue('c', 'd') },
    issues: ['chosen: shares no question with the rejected response'],
  },
  {
    name: 'pictures in a message',
    format: 'trl-explicit',
    row: { ...pair, chosen: [{ role: 'assistant', content: [{ type: 'image', image: 'x' }] }] },
    issues: ['chosen: is not text'],
  },
  {
    name: 'implicit rows with nothing in common',
    format: 'trl-implicit',
    row: { chosen: 'Yes', rejected: 'No' },
    issues: ['chosen: shares no question with the rejected response'],
  },
  {
    name: 'no dialogue',
    format: 'anthropic-hh',
    row: { chosen: 'Yes', rejected: '\n\nHuman: a\n\nAssistant: b' },
    issues: ['chosen: is not a dialogue of Human and Assistant'],
  },
  {
    name: 'an SHP label of 2',
    format: 'stanford-shp',
    row: { history: 'q', human_ref_A: 'a', human_ref_B: 'b', labels: 2 },
    issues: ['labels: is neither 1 (first) nor 0 (second)'],
  },
  {
    name: 'a better response 7',
    format: 'safe-rlhf',
    row: { prompt: 'q', response_0: 'a', response_1: 'b', better_response_id: 7 },
    issues: ['better_response_id: is neither 0 nor 1'],
  },
  {
    name: 'an unknown winner',
    format: 'arena-conversations',
    row: {
      conversation_a: dialogue('q', 'a'),
      conversation_b: dialogue('q', 'b'),
      winner: 'nobody',
    },
    issues: ['winner: is none of model_a, model_b, tie, tie (bothbad)'],
  },
  {
    name: 'two winners',
    format: 'arena-pairs',
    row: {
      prompt: 'q',
      response_a: 'a',
      response_b: 'b',
      winner_model_a: 1,
      winner_model_b: '1',
      winner_tie: 0,
    },
    issues: ['winner_model_a: exactly one of the winner columns must be 1'],
  },
  {
    name: 'an unknown verdict',
    format: 'voted-pairs',
    row: { prompt: 'q', response_a: 'a', response_b: 'b', preferred: 'D' },
    issues: ['preferred: is none of A, B, tie, both bad'],
  },
])('refused: $name', ({ format, row, issues }) => {
  const result = readRow(findFormat(format, null)!, row, 7);
  expect(result).toBeInstanceOf(Array);
  const found = (result as { row: number; field?: string; message: string }[]).map(
    ({ field, message }) => (field ? `${field}: ${message}` : message),
  );
  expect(found).toEqual(issues);
});

test('a voted row whose verdict is blank waits in the queue', () => {
  const row = { prompt: 'q', response_a: 'a', response_b: 'b', preferred: '' };
  expect(readRow(findFormat('voted-pairs', null)!, row, 1)).toMatchObject({ choice: null });
});

test('a prompt that is a dialogue is split into history and question', () => {
  const prompt = '\n\nHuman: Hi\n\nAssistant: Hello\n\nHuman: Why?\n\nAssistant:';
  expect(readRow(findFormat('trl-explicit', null)!, { ...pair, prompt }, 1)).toMatchObject({
    prompt: 'Why?',
    history: dialogue('Hi', 'Hello'),
  });
});

test.each([
  ['model_a', 'a'],
  ['B', 'b'],
  ['Response 1', 'a'],
  ['2', 'b'],
  ['tie', 'tie'],
  ['tie (bothbad)', 'both-bad'],
  ['both_bad', 'both-bad'],
  ['', null],
  [null, null],
  ['perhaps', undefined],
])('the verdict %j means %s', (word, choice) => {
  expect(choiceOf(word)).toBe(choice);
});

describe('column mapping', () => {
  const rows = [
    { Question: 'q1', 'Answer A': 'x', 'Answer B': 'y', Verdict: 'left one', Why: 'short' },
    { Question: 'q2', 'Answer A': 'x', 'Answer B': 'y', Verdict: 'neither', Why: '' },
  ];

  test('is guessed from names, and words of the verdict where they are known', () => {
    expect(guessMapping(Object.keys(rows[0]!), rows)).toEqual({
      prompt: 'Question',
      a: 'Answer A',
      b: 'Answer B',
      reason: 'Why',
      verdict: {
        kind: 'column',
        column: 'Verdict',
        words: { 'left one': 'nobody-voted', neither: 'both-bad' },
      },
    });
  });

  test('falls back on the columns with the most text, in their order', () => {
    const odd = [
      { k1: 'a long question here', k2: 'first long answer', k3: 'second long answer!', n: '7' },
    ];
    const { prompt, a, b } = guessMapping(['n', 'k1', 'k2', 'k3'], odd);
    expect([prompt, a, b]).toEqual(['k1', 'k2', 'k3']);
  });

  test.each<{ name: string; verdict: ColumnMapping['verdict']; choices: unknown[] }>([
    { name: 'the first always wins', verdict: { kind: 'first-wins' }, choices: ['a', 'a'] },
    { name: 'nobody voted', verdict: { kind: 'nobody-voted' }, choices: [null, null] },
    {
      name: 'words mean what the person says',
      verdict: {
        kind: 'column',
        column: 'Verdict',
        words: { 'left one': 'a', neither: 'nobody-voted' },
      },
      choices: ['a', null],
    },
  ])('$name', ({ verdict, choices }) => {
    const mapping = { prompt: 'Question', a: 'Answer A', b: 'Answer B', reason: 'Why', verdict };
    const drafts = rows.map((row) => readRow(mappedColumns(mapping), row, 1) as ComparisonDraft);
    expect(drafts.map(({ choice }) => choice)).toEqual(choices);
    expect(drafts[0]?.reason).toBe('short');
  });

  test('a new word of a verdict is an issue, not a guess', () => {
    const verdict = { kind: 'column', column: 'Verdict', words: {} } as const;
    const mapping = { prompt: 'Question', a: 'Answer A', b: 'Answer B', reason: null, verdict };
    expect(readRow(mappedColumns(mapping), { ...rows[0]!, Verdict: 'hm' }, 3)).toMatchObject([
      { row: 3, field: 'Verdict' },
    ]);
  });
});

test('ids of formats are unique', () => {
  expect(new Set(formats.map(({ id }) => id)).size).toBe(formats.length);
});
