import { definePrompt } from '../../domain/prompt';
import { logistic } from '../../domain/stats';
import { greedy } from '../options';
import { provenance, type Model } from '../model';
import examples from './examples.json';
import type { JudgeQuestion, JudgeResult } from './judgement';
import instruction from './prompts/instruction.txt?raw';
import text from './prompts/question.txt?raw';

// The persona comes last: all personas judged on a pair share what was read of it. In v1 it came first.
const judgePrompt = definePrompt({
  id: 'judging/v2',
  source: 'after Balepur et al., ACL 2025 (arXiv 2501.11549); read from odds instead of text',
  blanks: ['prompt', 'response_a', 'response_b', 'user'],
  text,
  instruction,
  examples,
  taskTuned: () => null, // task-tuned models judge by the infer prompt: judgeTaskTuned.ts
});

/** Next-token odds of A against B, with the expected response in either place. */
export async function judgeInstruct(
  model: Model,
  { persona, prompt, expected, other }: JudgeQuestion,
  signal?: AbortSignal,
): Promise<JudgeResult> {
  const oddsOfA = async (response_a: string, response_b: string) => {
    const values = { prompt, response_a, response_b, user: persona };
    const { continuations, stats } = await model.engine.score(
      { prompt: judgePrompt.instruct(values), continuations: ['A', 'B'] },
      signal,
    );
    const [a, b] = continuations;
    return { odds: logistic((a?.logProb ?? 0) - (b?.logProb ?? 0)), stats };
  };
  const original = await oddsOfA(expected, other);
  const swapped = await oddsOfA(other, expected);
  return {
    original: original.odds,
    swapped: 1 - swapped.odds,
    symmetric: false,
    made: provenance(model, judgePrompt.id('instruct'), greedy(1), original.stats),
  };
}
