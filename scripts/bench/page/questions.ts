import type { PreferencePair } from '../../../src/domain/types';
import type { Engine, PromptInput } from '../../../src/engine/engine';
import { judgePersona } from '../../../src/tasks/judging/judgePersona';
import type { Model } from '../../../src/tasks/model';
import { personaPrompt, seenFrom } from '../../../src/tasks/persona-inference/prompt';
import { NO_STATS } from '../../../src/tasks/streams';
import { personas, samplePairs } from '../../harness/samples';
import type { Question } from './side';

/** Tokens of a persona sentence. */
const SENTENCE = 24;

/**
 * What the app asks of a chat model to infer both sides of some pairs and then to check each persona on
 * another pair, in both orders; written down from the app's own tasks, in the order of its runs.
 */
export async function inferAndCheck(count: number): Promise<Question[]> {
  const pairs = samplePairs(count + 1);
  const questions: Question[] = [];
  const checks: Question[] = [];
  for (const [index, pair] of pairs.slice(0, count).entries()) {
    const other = pairs[index + 1] ?? pair;
    for (const side of ['chosen', 'rejected'] as const) {
      const { messages } = personaPrompt.instruct(seenFrom(side, pair));
      questions.push({ prompt: messages, newTokens: SENTENCE });
      const persona = personas[(index * 2 + (side === 'chosen' ? 0 : 1)) % personas.length] ?? '';
      checks.push(...(await asked(persona, other, side)));
    }
  }
  return [...questions, ...checks];
}

/** The questions that a check puts to the engine. */
async function asked(persona: string, pair: PreferencePair, side: 'chosen' | 'rejected') {
  const noted: Question[] = [];
  const engine: Pick<Engine, 'score'> = {
    async score({ prompt }) {
      noted.push({ prompt: messagesOf(prompt), newTokens: null });
      const none = { tokenLogProbs: [], logProb: 0 };
      return { continuations: [none, none], next: [], stats: NO_STATS };
    },
  };
  const card = { promptKind: 'instruct', files: [], id: 'noted' } as unknown as Model['card'];
  const model: Model = { engine: engine as Engine, card, knowledge: null };
  await judgePersona(model, {
    persona,
    prompt: pair.prompt,
    expected: pair[side],
    other: pair[side === 'chosen' ? 'rejected' : 'chosen'],
  });
  return noted;
}

function messagesOf(prompt: PromptInput) {
  if (prompt.kind === 'parts') throw new Error('a chat was expected');
  return prompt.messages;
}
