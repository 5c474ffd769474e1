import { messagesOf } from './dialogue';
import { has, type DatasetFormat } from './format';
import { trlExplicit } from './trlExplicit';

/**
 * UltraFeedback, binarized: message lists that begin with the prompt, and a score for each.
 * @source dataset card of ultrafeedback_binarized
 */
export const ultraFeedback: DatasetFormat = {
  id: 'ultrafeedback',
  label: 'UltraFeedback, binarized',
  columns: 'prompt, chosen, rejected (message lists), score_chosen, score_rejected',

  looksLike: (row) =>
    has(row, 'prompt', 'chosen', 'rejected', 'score_chosen', 'score_rejected') &&
    messagesOf(row.chosen) !== null,

  read: (row, n) => trlExplicit.read(row, n),
};
