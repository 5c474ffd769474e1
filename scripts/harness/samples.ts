import type { PreferencePair } from '../../src/domain/types';

/** Everyday questions, written for the bench. */
export const questions = [
  'How do I sleep better?',
  'How do I bake good bread at home?',
  'How do I grow tomatoes on a balcony?',
  'How should I back up my files?',
  'How do I make a good start in a new job?',
  'How do I keep a conversation going?',
];

/** Personas to tailor to, one for each question. */
export const personas = [
  'The user is busy and prefers short answers without lists.',
  'The user is a beginner and prefers friendly step-by-step instructions.',
  'The user has little money and prefers cheap ideas with reasons.',
  'The user is careful and prefers answers that name the risks.',
  'The user likes facts and prefers answers with numbers and examples.',
  'The user is shy and prefers warm, encouraging answers.',
];

/** Pairs that differ in manner, written for the bench; about 150 tokens each. */
export function samplePairs(count: number): PreferencePair[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `bench-${index}`,
    prompt: questions[index % questions.length] ?? '',
    history: [],
    chosen:
      `Number ${index}: start with one small change and keep it for a week. First, pick a fixed time. ` +
      'Second, write down what you did. Third, look at your notes on Sunday and change one thing. ' +
      'For example, move your phone to another room. This works because habits need a clear signal.',
    rejected: `Just do it a little every day (${index}). You will be fine!`,
    reason: '',
    datasetId: null,
  }));
}

/** A TRL preference file of so many rows, about 600 bytes each. */
export function sampleFile(rows: number): File {
  const lines = samplePairs(rows).map(({ prompt, chosen, rejected }) =>
    JSON.stringify({ prompt, chosen: `${chosen} ${chosen.slice(12)}`, rejected }),
  );
  return new File([lines.join('\n')], 'bench.jsonl');
}
