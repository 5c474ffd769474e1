import type { ChatMessage, Choice } from '../../../domain/types';
import { compareDialogues } from './dialogue';
import { draftOf, Fields, has, type DatasetFormat } from './format';

const WINNERS = [
  ['winner_model_a', 'a'],
  ['winner_model_b', 'b'],
  ['winner_tie', 'tie'],
] as const satisfies readonly (readonly [string, Choice])[];

/**
 * Arena votes as one row with a column per verdict (Kaggle). Cells may hold JSON lists of turns.
 * @source lmsys-arena-pairs
 */
export const arenaPairs: DatasetFormat = {
  id: 'arena-pairs',
  label: 'Chatbot Arena pairs',
  columns: 'prompt, response_a, response_b, winner_model_a, winner_model_b, winner_tie',

  looksLike: (row) => has(row, 'prompt', 'response_a', 'response_b', 'winner_model_a'),

  read(row, n) {
    const fields = new Fields(row, n);
    const texts = {
      prompt: fields.text('prompt'),
      a: fields.text('response_a'),
      b: fields.text('response_b'),
    };
    const won = WINNERS.filter(([name]) => fields.number(name) === 1);
    const choice = won[0]?.[1] ?? null;
    if (won.length !== 1 || !choice) {
      fields.refuse('winner_model_a', 'exactly one of the winner columns must be 1');
    }
    return fields.result(() => {
      const compared = compareTurns(turns(texts.prompt), turns(texts.a), turns(texts.b));
      return draftOf({ ...(compared ?? texts), choice });
    });
  },
};

/** `["first turn","second turn"]` in a cell; `null` for plain text. */
function turns(cell: string): string[] | null {
  if (!/^\s*\[.*\]\s*$/s.test(cell)) return null;
  try {
    const list = JSON.parse(cell) as unknown;
    if (!Array.isArray(list) || list.length === 0) return null;
    return list.every((turn) => turn === null || typeof turn === 'string')
      ? list.map((turn: string | null) => turn ?? '')
      : null;
  } catch {
    return null;
  }
}

function compareTurns(prompts: string[] | null, a: string[] | null, b: string[] | null) {
  if (!prompts || !a || !b) return null;
  const dialogue = (answers: string[]) =>
    prompts.flatMap((prompt, index): ChatMessage[] => [
      { role: 'user', content: prompt },
      { role: 'assistant', content: answers[index] ?? '' },
    ]);
  return compareDialogues(dialogue(a), dialogue(b));
}
