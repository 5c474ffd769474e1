import { compareDialogues, messagesOf } from './dialogue';
import { draftOf, Fields, has, type DatasetFormat } from './format';
import { choiceOf } from './verdict';

/**
 * Chatbot Arena and MT-bench votes over two whole conversations; an MT-bench row of turn 1
 * compares only the first answers.
 * @source lmsys/mt_bench_human_judgments, FastChat
 */
export const arenaConversations: DatasetFormat = {
  id: 'arena-conversations',
  label: 'Chatbot Arena conversations',
  columns: 'conversation_a, conversation_b, winner',

  looksLike: (row) => has(row, 'conversation_a', 'conversation_b', 'winner'),

  read(row, n) {
    const fields = new Fields(row, n);
    const a = messagesOf(row.conversation_a);
    const b = messagesOf(row.conversation_b);
    if (!a) fields.refuse('conversation_a', 'is not a list of text messages');
    if (!b) fields.refuse('conversation_b', 'is not a list of text messages');
    const choice = choiceOf(row.winner);
    if (!choice) fields.refuse('winner', 'is none of model_a, model_b, tie, tie (bothbad)');
    if (!a || !b || !choice) return fields.issues;
    const end = 'judge' in row && fields.number('turn') === 1 ? 2 : undefined;
    const compared = compareDialogues(a.slice(0, end), b.slice(0, end));
    if (compared) return draftOf({ ...compared, choice });
    fields.refuse('conversation_a', 'shares no question with conversation_b');
    return fields.issues;
  },
};
