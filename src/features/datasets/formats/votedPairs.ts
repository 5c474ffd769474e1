import { compareUnder, messagesOf } from './dialogue';
import { draftOf, Fields, has, type DatasetFormat, type Row } from './format';
import { choiceOf } from './verdict';

/** Names for the two responses of a row that says elsewhere which one was better, or not at all. */
const RESPONSES = [
  ['response_a', 'response_b'],
  ['answer_a', 'answer_b'],
  ['output_a', 'output_b'],
  ['response_1', 'response_2'],
  ['a', 'b'],
] as const;

const VERDICTS = ['preferred', 'winner', 'preference', 'choice', 'vote', 'better'] as const;

/**
 * A prompt, two responses and who won, as in samples of PRISM. Anything else in the row, such as a
 * `profile` of the person, is left out: it describes people and no model here may see it.
 */
export const votedPairs: DatasetFormat = {
  id: 'voted-pairs',
  label: 'voted pairs (as in PRISM samples)',
  columns: 'prompt, response_a, response_b, preferred (A, B, tie, both bad)',

  looksLike: (row) => responsesIn(row) !== null && verdictIn(row) !== null,

  read(row, n) {
    const fields = new Fields(row, n);
    const { prompt, a, b } = readTexts(row, fields);
    const verdict = verdictIn(row) ?? 'preferred';
    const choice = choiceOf(row[verdict]);
    if (choice === undefined || !(verdict in row)) {
      fields.refuse(verdict, 'is none of A, B, tie, both bad');
    }
    const reason = typeof row.reason === 'string' ? row.reason : '';
    return fields.result(() => draftOf({ ...prompt, a, b, choice: choice ?? null, reason }));
  },
};

/** A prompt and two responses that nobody has compared yet: they wait in the voting queue. */
export const unlabelled: DatasetFormat = {
  id: 'unlabelled',
  label: 'pairs that nobody has voted on yet',
  columns: 'prompt, a, b',

  looksLike: (row) => responsesIn(row) !== null && verdictIn(row) === null,

  read(row, n) {
    const fields = new Fields(row, n);
    const { prompt, a, b } = readTexts(row, fields);
    return fields.result(() => draftOf({ ...prompt, a, b, choice: null }));
  },
};

function readTexts(row: Row, fields: Fields) {
  const [first, second] = responsesIn(row) ?? RESPONSES[0];
  const prompt = compareUnder(messagesOf(row.prompt) ?? fields.text('prompt'));
  return {
    prompt: { ...prompt, history: messagesOf(row.history) ?? prompt.history },
    a: fields.text(first),
    b: fields.text(second),
  };
}

function responsesIn(row: Row) {
  return has(row, 'prompt') ? (RESPONSES.find((names) => has(row, ...names)) ?? null) : null;
}

function verdictIn(row: Row) {
  return VERDICTS.find((name) => name in row) ?? null;
}
