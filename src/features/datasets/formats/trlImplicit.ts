import { compareDialogues, messagesOf, turnsOf } from './dialogue';
import { draftOf, Fields, has, type DatasetFormat } from './format';

/**
 * Preference rows whose two sides both begin with the prompt, cut where a message ends.
 * @source huggingface/trl docs/source/dataset_formats.md
 */
export const trlImplicit: DatasetFormat = {
  id: 'trl-implicit',
  label: 'preference pairs with the prompt inside (TRL)',
  columns: 'chosen, rejected',

  looksLike: (row) => has(row, 'chosen', 'rejected') && !has(row, 'prompt'),

  read(row, n) {
    const fields = new Fields(row, n);
    const lists = [messagesOf(row.chosen), messagesOf(row.rejected)] as const;
    const texts = lists[0] && lists[1] ? null : [fields.text('chosen'), fields.text('rejected')];
    if (fields.issues.length > 0) return fields.issues;
    const [a, b] = texts ? texts.map(turnsOf) : lists;
    const compared = a && b ? compareDialogues(a, b) : texts && splitTexts(texts[0], texts[1]);
    if (!compared) fields.refuse('chosen', 'shares no question with the rejected response');
    return fields.result(() => draftOf({ ...(compared || EMPTY), choice: 'a' }));
  },
};

const EMPTY = { prompt: '', history: [], a: '', b: '' };

/**
 * Texts without speakers: the shared beginning up to a line break, else up to a whole word, is the
 * prompt (as TRL does). Fewer than two shared words are no prompt.
 */
function splitTexts(a = '', b = ''): typeof EMPTY | null {
  if (a === b) return { ...EMPTY, prompt: a, a, b };
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  const start = a.slice(0, shared);
  const line = start.lastIndexOf('\n') + 1;
  // A word that goes on in one of the two is not shared.
  const whole = !/\S/.test(a[shared] ?? '') && !/\S/.test(b[shared] ?? '');
  const word = whole ? shared : start.search(/\s\S*$/);
  const end = start.slice(0, line).trim() === '' ? word : line;
  const prompt = a.slice(0, Math.max(0, end)).trim();
  if (!/\S\s+\S/.test(prompt)) return null;
  return { ...EMPTY, prompt, a: a.slice(end).trim(), b: b.slice(end).trim() };
}
