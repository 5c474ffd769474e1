import { draftOf, Fields, has, type DatasetFormat } from './format';

/**
 * PKU-SafeRLHF and BeaverTails pairs. `better_response_id` (which is more helpful) decides;
 * `safer_response_id` is another question and is left aside.
 * @source dataset cards of PKU-Alignment/PKU-SafeRLHF and BeaverTails
 */
export const safeRlhf: DatasetFormat = {
  id: 'safe-rlhf',
  label: 'PKU-SafeRLHF or BeaverTails pairs',
  columns: 'prompt, response_0, response_1, better_response_id',

  looksLike: (row) => has(row, 'prompt', 'response_0', 'response_1', 'better_response_id'),

  read(row, n) {
    const fields = new Fields(row, n);
    const prompt = fields.text('prompt');
    const a = fields.text('response_0');
    const b = fields.text('response_1');
    const better = fields.number('better_response_id');
    if (better !== 0 && better !== 1) fields.refuse('better_response_id', 'is neither 0 nor 1');
    return fields.result(() => draftOf({ prompt, a, b, choice: better === 0 ? 'a' : 'b' }));
  },
};
