import { fingerprintOf } from './comparison';
import type { ComparedResponse, Comparison } from './types';

/** An undecided comparison made in the app: `a` stands left, `b` right. */
export function newComparison(
  id: string,
  prompt: string,
  a: ComparedResponse,
  b: ComparedResponse,
  now = Date.now(),
): Comparison {
  return {
    id,
    prompt,
    history: [],
    a,
    b,
    choice: null,
    tally: null,
    reason: '',
    datasetId: null,
    createdAt: now,
    decidedAt: null,
    fingerprint: fingerprintOf(prompt, [], a.text, b.text),
  };
}
