import { compareDialogues, compareUnder, messagesOf, responseOf } from './dialogue';
import { draftOf, Fields, has, type DatasetFormat } from './format';

/**
 * Preference rows with a prompt of their own, as strings or message lists.
 * Lists that repeat the prompt (UltraFeedback) are cut at the messages they share.
 * @source huggingface/trl docs/source/dataset_formats.md
 */
export const trlExplicit: DatasetFormat = {
  id: 'trl-explicit',
  label: 'preference pairs with a prompt (TRL)',
  columns: 'prompt, chosen, rejected',

  looksLike: (row) => has(row, 'prompt', 'chosen', 'rejected'),

  read(row, n) {
    const fields = new Fields(row, n);
    const chosen = messagesOf(row.chosen);
    const rejected = messagesOf(row.rejected);
    if (chosen && rejected && chosen[0]?.role !== 'assistant') {
      const compared = compareDialogues(chosen, rejected);
      if (compared) return draftOf({ ...compared, choice: 'a' });
      fields.refuse('chosen', 'shares no question with the rejected response');
    }
    const prompt = compareUnder(messagesOf(row.prompt) ?? fields.text('prompt'));
    const a = chosen ? responseOf(chosen) : fields.text('chosen');
    const b = rejected ? responseOf(rejected) : fields.text('rejected');
    const reason = typeof row.reason === 'string' ? row.reason : '';
    return fields.result(() => draftOf({ ...prompt, a, b, choice: 'a', reason }));
  },
};
