import { findPole } from '../../../../src/domain/knowledge';
import { inferPrompt } from '../../../../src/tasks/dinghy/prompts';
import { promptString } from '../samples';
import { knowledge } from '../wordings';
import type { Dinghy } from './runtime';

export interface Pair {
  prompt: string;
  chosen: string;
  rejected: string;
}

/** Ways to turn likelihoods into odds that the persona's owner takes `chosen`. */
export const judges = [
  'poles',
  'poles, floor .001',
  'poles, floor .01',
  'poles and opposites',
  'text',
] as const;
export type Judge = (typeof judges)[number];

/** The same pair with the responses in each other's place. */
export const swap = ({ prompt, chosen, rejected }: Pair): Pair => ({
  prompt,
  chosen: rejected,
  rejected: chosen,
});

/** Log-odds by every judge, from four forward passes. 0 where no pole is known. Each changes sign when the pair is swapped. */
export async function judgeAll(
  model: Dinghy,
  persona: string,
  poles: readonly string[],
  pair: Pair,
): Promise<Record<Judge, number>> {
  const [here, there] = [
    await model.next(inferPrompt(pair)),
    await model.next(inferPrompt(swap(pair))),
  ];
  const gain = (pole: string, floor: number) => {
    const id = model.ids.get(`<|p:${pole}|>`) ?? 0;
    const log = (logs: Float32Array) => Math.log(Math.exp(logs[id] ?? 0) + floor);
    return log(here) - log(there);
  };
  const sum = (floor: number) => poles.reduce((total, pole) => total + gain(pole, floor), 0);
  const opposites = poles.map((pole) => findPole(pole, knowledge.axes)?.opposite.id ?? pole);
  const text = async (of: Pair) =>
    (await model.score(`${promptString(inferPrompt(of))}<|say|>`, persona)).logProb;
  return {
    poles: sum(0),
    'poles, floor .001': sum(0.001),
    'poles, floor .01': sum(0.01),
    'poles and opposites':
      sum(0.001) - opposites.reduce((total, pole) => total + gain(pole, 0.001), 0),
    text: (await text(pair)) - (await text(swap(pair))),
  };
}

/** Adds up, per judge, 1 for the right choice, one half for none. */
export class JudgeCount {
  readonly #sums = new Map<Judge, number>();
  #n = 0;

  add(odds: Record<Judge, number>): void {
    this.#n += 1;
    for (const judge of judges)
      this.#sums.set(judge, (this.#sums.get(judge) ?? 0) + half(odds[judge]));
  }

  get accuracy(): Record<string, number> {
    return {
      n: this.#n,
      ...Object.fromEntries([...this.#sums].map(([judge, sum]) => [judge, sum / this.#n])),
    };
  }
}

/** 1 for above one half, 0 for below, one half for undecided. */
export const half = (odds: number): number => (odds > 0 ? 1 : odds < 0 ? 0 : 0.5);
