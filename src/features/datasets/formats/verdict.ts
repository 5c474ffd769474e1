import type { Choice } from '../../../domain/types';

const WORDS: Record<Choice, readonly string[]> = {
  a: ['a', '1', 'first', 'left', 'one', 'modela', 'responsea', 'response1', 'answera', 'answer1'],
  b: ['b', '2', 'second', 'right', 'two', 'modelb', 'responseb', 'response2', 'answerb', 'answer2'],
  tie: ['tie', 'draw', 'equal', 'same', 'both', 'bothgood', 'tiebothgood'],
  'both-bad': ['bothbad', 'tiebothbad', 'neither'],
};

const CHOICES = new Map(
  Object.entries(WORDS).flatMap(([choice, words]) =>
    // Object.entries forgets that the keys are choices.
    words.map((word) => [word, choice as Choice] as const),
  ),
);

/**
 * What a verdict's word means: "A", "model_b", "tie (bothbad)", "1" …
 * `null` for an empty one (nobody voted), `undefined` for a word that means nothing here.
 */
export function choiceOf(value: unknown): Choice | null | undefined {
  if (value === null || value === undefined) return null;
  const word = String(value)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return word === '' ? null : CHOICES.get(word);
}
