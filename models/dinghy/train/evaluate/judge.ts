import { findPole } from '../../../../src/domain/knowledge';
import { inferPrompt } from '../../../../src/tasks/dinghy/prompts';
import { knowledge } from '../wordings';
import type { Dinghy } from './runtime';

interface Pair {
  prompt: string;
  chosen: string;
  rejected: string;
}

/** Log-odds that somebody with these poles takes `chosen`: how much likelier each pole is than in the swapped pair. */
export async function judgeByPoles(
  model: Dinghy,
  poles: readonly string[],
  pair: Pair,
  swapped: Pair,
  opposite = false,
): Promise<number> {
  if (poles.length === 0) return 0;
  const [here, there] = [
    await model.next(inferPrompt(pair)),
    await model.next(inferPrompt(swapped)),
  ];
  const at = (logs: Float32Array, pole: string) => logs[model.ids.get(`<|p:${pole}|>`) ?? 0] ?? 0;
  return poles.reduce((sum, pole) => {
    const other = findPole(pole, knowledge.axes)?.opposite.id ?? pole;
    const own = at(here, pole) - at(there, pole);
    return sum + (opposite ? own - (at(here, other) - at(there, other)) : own);
  }, 0);
}

/** The same from the likelihood of the persona's text as the model's own sentence. */
export async function judgeByText(
  model: Dinghy,
  persona: string,
  pair: Pair,
  swapped: Pair,
): Promise<number> {
  const here = await model.score(`${joined(pair)}<|say|>`, persona);
  const there = await model.score(`${joined(swapped)}<|say|>`, persona);
  return here.logProb - there.logProb;
}

function joined(pair: Pair): string {
  const prompt = inferPrompt(pair);
  return prompt.kind === 'parts' ? prompt.parts.map(({ text }) => text).join('') : '';
}
