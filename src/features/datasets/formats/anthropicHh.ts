import { compareDialogues, turnsOf } from './dialogue';
import { draftOf, Fields, has, type DatasetFormat } from './format';

const DIALOGUE = /^\s*Human:[\s\S]*\n\nAssistant:/;

/**
 * Anthropic HH: two whole dialogues as text, alike up to the answer that differs.
 * @source anthropics/hh-rlhf README
 */
export const anthropicHh: DatasetFormat = {
  id: 'anthropic-hh',
  label: 'Anthropic HH dialogues',
  columns: 'chosen, rejected (“Human: … Assistant: …”)',

  looksLike: (row) => !has(row, 'prompt') && isDialogue(row.chosen) && isDialogue(row.rejected),

  read(row, n) {
    const fields = new Fields(row, n);
    const texts = { chosen: fields.text('chosen'), rejected: fields.text('rejected') };
    if (fields.issues.length > 0) return fields.issues;
    const a = turnsOf(texts.chosen);
    const b = turnsOf(texts.rejected);
    if (!a) fields.refuse('chosen', 'is not a dialogue of Human and Assistant');
    if (!b) fields.refuse('rejected', 'is not a dialogue of Human and Assistant');
    if (!a || !b) return fields.issues;
    const compared = compareDialogues(a, b);
    if (compared) return draftOf({ ...compared, choice: 'a' });
    fields.refuse('chosen', 'shares no question with the rejected dialogue');
    return fields.issues;
  },
};

function isDialogue(value: unknown): boolean {
  return typeof value === 'string' && DIALOGUE.test(value);
}
