import { decide, undecide } from '../../domain/comparison';
import type { Choice, ComparedResponse, Comparison } from '../../domain/types';

/** What a person can change about a comparison. */
export interface ComparisonEdit {
  prompt: string;
  a: string;
  b: string;
  choice: Choice | null;
  reason: string;
}

/** The parts of a comparison that can be changed. */
export function editOf({ prompt, a, b, choice, reason }: Comparison): ComparisonEdit {
  return { prompt, a: a.text, b: b.text, choice, reason };
}

/** The comparison with the changes. Words that were changed count as written by the person. */
export function edited(before: Comparison, edit: ComparisonEdit): Comparison {
  const after = {
    ...before,
    prompt: edit.prompt,
    a: rewritten(before.a, edit.a),
    b: rewritten(before.b, edit.b),
    reason: edit.reason,
  };
  if (edit.choice === before.choice) return after; // keeps a tally and the time
  return edit.choice === null ? undecide(after) : decide(after, edit.choice, edit.reason);
}

/** What is wrong with an edit, as a sentence; `null` when it can be saved. */
export function problemOf({ prompt, a, b }: ComparisonEdit): string | null {
  if (prompt.trim() === '') return 'The question is empty. Write one to save this.';
  if (a.trim() === '' || b.trim() === '') return 'An answer is empty. Both are needed to compare.';
  if (a.trim() === b.trim()) return 'Both answers are the same. Change one to save this.';
  return null;
}

function rewritten(response: ComparedResponse, text: string): ComparedResponse {
  return text === response.text ? response : { text, origin: { kind: 'written' } };
}
