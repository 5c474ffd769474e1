import type { TailoredResult, TailoringMethod } from '../../tasks/persona-tailoring/method';
import type { Answer } from '../../ui/answer.svelte';
import type { Distance } from './columns.svelte';

/** What is said when tailoring did little; empty when it did something. */
export function distanceSentence(distance: Distance): string {
  if (distance === 'same') return 'Tailoring changed nothing here: this is the neutral answer.';
  return distance === 'nearly-same' ? 'Tailoring changed almost nothing here.' : '';
}

/** How an answer was made: manner, notes, method, model, speed. Empty until it has ended. */
export function factsSentence(
  { result, made, phase, tokensPerSecond }: Answer<TailoredResult>,
  method: TailoringMethod | null,
  names: { label(poleId: string): string },
): string {
  const by = made ? `by ${made.modelId}` : '';
  if (phase === 'stopped' && !result) {
    return ['Stopped before its end.', by].filter(Boolean).join(' · ');
  }
  if (!made) return '';
  const { poles = [], unmet = [] } = result ?? {};
  const labels = (some: readonly string[]) => some.map((pole) => names.label(pole)).join(', ');
  const kept = result?.kept.join(', ') ?? '';
  const { topic = null, count = 0 } = result?.notesUsed ?? {};
  const notes = `out of ${count} ${count === 1 ? 'note' : 'notes'}`;
  return [
    labels(poles.filter((pole) => !unmet.includes(pole))),
    unmet.length > 0 && `nothing in the notes for: ${labels(unmet)}`,
    count > 0 ? `${notes} ${topic === null ? 'of yours' : `on ${topic}`}` : '',
    kept && `not understood: ${kept}`,
    method?.label,
    by,
    tokensPerSecond === null ? '' : `${tokensPerSecond.toFixed(0)} tokens/s`,
  ]
    .filter(Boolean)
    .join(' · ');
}
