import { draftOf, Fields, has, type DatasetFormat } from './format';

/**
 * Stanford SHP: two comments under a post; label 1 means the first was preferred, 0 the second.
 * @source dataset card of stanfordnlp/SHP
 */
export const stanfordShp: DatasetFormat = {
  id: 'stanford-shp',
  label: 'Stanford Human Preferences (SHP)',
  columns: 'history, human_ref_A, human_ref_B, labels',

  looksLike: (row) => has(row, 'history', 'human_ref_A', 'human_ref_B'),

  read(row, n) {
    const fields = new Fields(row, n);
    const prompt = fields.text('history');
    const a = fields.text('human_ref_A');
    const b = fields.text('human_ref_B');
    const label = fields.number('labels');
    if (label !== 0 && label !== 1) fields.refuse('labels', 'is neither 1 (first) nor 0 (second)');
    return fields.result(() => draftOf({ prompt, a, b, choice: label === 1 ? 'a' : 'b' }));
  },
};
