import { has, type DatasetFormat } from './format';

/** Single answers with a verdict each: TRL unpaired, BeaverTails rows, PRISM utterances, instructions. */
export const unpaired: DatasetFormat = {
  id: 'unpaired',
  label: 'single answers',
  columns: 'prompt, completion, label',
  holdsNoPairs:
    'This file holds single answers, not pairs: each row has one response. ' +
    'Nothing to compare, so nothing was imported. Look for a version of the data with two responses a row.',

  looksLike: (row) =>
    has(row, 'completion', 'label') ||
    has(row, 'prompt', 'completion') ||
    has(row, 'prompt', 'response') ||
    has(row, 'user_prompt', 'model_response') ||
    has(row, 'instruction', 'output') ||
    (has(row, 'messages') && !has(row, 'chosen')),

  read: (_row, n) => [{ row: n, message: 'holds one answer, not two' }],
};
