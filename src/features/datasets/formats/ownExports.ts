import { messagesOf } from './dialogue';
import { draftOf, Fields, has, type DatasetFormat } from './format';

/** The table of pairs this app exports; earlier turns are JSON in a cell. */
export const ownPairs: DatasetFormat = {
  id: 'whose-boat-pairs',
  label: 'pairs exported from Whose Boat',
  columns: 'prompt, chosen, rejected, reason, earlier_turns',

  looksLike: (row) => has(row, 'prompt', 'chosen', 'rejected', 'reason', 'earlier_turns'),

  read(row, n) {
    const fields = new Fields(row, n);
    const [prompt, a, b] = ['prompt', 'chosen', 'rejected'].map((name) => shown(fields.text(name)));
    const reason = typeof row.reason === 'string' ? shown(row.reason) : '';
    const turns = typeof row.earlier_turns === 'string' ? row.earlier_turns : '';
    const history = messagesOf(turns) ?? [];
    if (turns !== '' && history.length === 0) fields.refuse('earlier_turns', 'is not a dialogue');
    return fields.result(() =>
      draftOf({ prompt: prompt ?? '', a: a ?? '', b: b ?? '', choice: 'a', reason, history }),
    );
  },
};

/** The personas this app exports: what came out of pairs, not pairs. */
export const ownPersonas: DatasetFormat = {
  id: 'whose-boat-personas',
  label: 'personas exported from Whose Boat',
  columns: 'persona, source, side',
  holdsNoPairs:
    'This file holds personas exported from Whose Boat, not comparisons. ' +
    'To move everything to another place, use the backup on the Spaces page.',
  looksLike: (row) => has(row, 'persona', 'source', 'side'),
  read: (_row, n) => [{ row: n, message: 'is a persona' }],
};

/** A whole space in one file; it has its own way back. */
export const ownBackup: DatasetFormat = {
  id: 'whose-boat-backup',
  label: 'a backup of a space',
  columns: 'kind, record',
  holdsNoPairs: 'This is a backup of a whole space. Restore it on the Spaces page.',
  looksLike: (row) => has(row, 'kind', 'record') || row.type === 'whose-boat-space',
  read: (_row, n) => [{ row: n, message: 'is part of a backup' }],
};

/** Our tables put an apostrophe before what a spreadsheet would run; here it goes again. */
function shown(cell: string): string {
  return /^'(\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(cell) ? cell.slice(1) : cell;
}
