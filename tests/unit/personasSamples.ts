import type { Comparison, Judgement } from '../../src/domain/types';
import type { Model } from '../../src/tasks/model';
import { fakeCard, fakeEngine, type FakeScript } from '../fakeEngine';
import { comparison, judgement } from '../storageSamples';

/** What the task-tuned model writes for a persona. */
export const says = (what: string) =>
  `<|p:short|><|say|>The user is ${what} and prefers short answers.`;

export function fakeModel(script: FakeScript = {}): Model & {
  engine: ReturnType<typeof fakeEngine>;
} {
  return { engine: fakeEngine(script), card: fakeCard, knowledge: null };
}

/** Pairs `c00001` … with the short response chosen. */
export function decided(count: number): Comparison[] {
  return Array.from({ length: count }, (_, index) => comparison(index + 1, { choice: 'a' }));
}

/** A judgement with this probability of the expected response, in both orders. */
export function judged(personaId: string, pairId: string, original: number): Judgement {
  return { ...judgement(personaId, pairId), original, swapped: original };
}
