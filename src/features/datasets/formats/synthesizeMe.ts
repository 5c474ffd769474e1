import { compareUnder, messagesOf, responseOf } from './dialogue';
import { draftOf, Fields, has, type DatasetFormat, type Row } from './format';

/**
 * SynthesizeMe: a list of one person's choices under a context.
 * @source SynthesizeMe repository
 */
export const synthesizeMe: DatasetFormat = {
  id: 'synthesize-me',
  label: 'SynthesizeMe choices',
  columns: 'context, chosen, rejected',

  looksLike: (row) => has(row, 'context', 'chosen', 'rejected'),

  read(row, n) {
    const fields = new Fields(row, n);
    const prompt = compareUnder(messagesOf(row.context) ?? fields.text('context'));
    const a = response(row, 'chosen', fields);
    const b = response(row, 'rejected', fields);
    return fields.result(() => draftOf({ ...prompt, a, b, choice: 'a' }));
  },
};

/** A text, a message list, or a single message. */
function response(row: Row, name: 'chosen' | 'rejected', fields: Fields): string {
  const messages = messagesOf(row[name]) ?? messagesOf([row[name]]);
  return messages ? responseOf(messages) : fields.text(name);
}
