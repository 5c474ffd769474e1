import { listedIn } from '../../domain/plainPersona';
import type { ComparedResponse, Comparison } from '../../domain/types';

/** What was said about two answers, as a sentence. */
export function choiceSentence({ choice, tally }: Comparison): string {
  const hands = tally
    ? ` by ${Math.max(tally.a, tally.b)} hands to ${Math.min(tally.a, tally.b)}`
    : '';
  if (choice === 'a' || choice === 'b')
    return `Answer ${choice === 'a' ? 1 : 2} was chosen${hands}.`;
  if (choice === 'tie')
    return tally ? `A tie: ${tally.a} hands each.` : 'A tie. It is kept as one.';
  if (choice === 'both-bad') return 'Neither is good. That is kept too.';
  return 'No choice yet.';
}

/** What is said when the queue has come to its end. */
export function endOfQueue({
  total,
  skipped,
}: {
  total: number;
  skipped: readonly string[];
}): string {
  if (total === 0) return 'Nothing waits for your vote.';
  if (skipped.length === 0) return 'That was the last one. Nothing waits for your vote any more.';
  const wait =
    skipped.length === 1 ? '1 that you skipped waits' : `${skipped.length} that you skipped wait`;
  return `That was the last one. ${wait} for another time.`;
}

/** How an answer came about, told after the vote. */
export function originSentence({ origin }: ComparedResponse): string {
  if (origin.kind === 'written') return 'Pasted by you';
  if (origin.kind === 'file') return `From a file, row ${origin.row}`;
  const by = `Written by ${origin.made.modelId}`;
  if (origin.persona === null) return `${by}, for nobody in particular`;
  const manner = listedIn(origin.persona);
  return manner ? `${by}, asked to be: ${manner}` : `${by} for: ${origin.persona}`;
}
