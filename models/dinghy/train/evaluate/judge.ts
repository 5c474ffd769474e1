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

/** Collects judgements whose truth is "chosen": 1 for the right choice, one half for none. */
export class JudgeCount {
  readonly #odds: Record<Judge, number>[] = [];

  add(odds: Record<Judge, number>): void {
    this.#odds.push(odds);
  }

  get accuracy(): Record<string, number> {
    const n = this.#odds.length;
    const of = (judge: Judge) => this.#odds.reduce((sum, odds) => sum + half(odds[judge]), 0) / n;
    return { n, ...Object.fromEntries(judges.map((judge) => [judge, of(judge)])) };
  }

  /** The scale with which P = 1 / (1 + exp(-scale × odds)) fits best, and what a threshold of 0.1 then buys. */
  calibrate(judge: Judge): { scale: number; coverage: number; accuracyWhenSure: number } {
    const odds = this.#odds.map((all) => all[judge]);
    const loss = (scale: number) =>
      odds.reduce((sum, x) => sum + Math.log(1 + Math.exp(-scale * x)), 0);
    const scale =
      Array.from({ length: 60 }, (_, i) => (i + 1) / 40).sort((x, y) => loss(x) - loss(y))[0] ?? 1;
    const sure = odds.filter((x) => Math.abs(1 / (1 + Math.exp(-scale * x)) - 0.5) >= 0.1);
    return {
      scale,
      coverage: sure.length / odds.length,
      accuracyWhenSure: sure.filter((x) => x > 0).length / Math.max(1, sure.length),
    };
  }
}

/** 1 for above one half, 0 for below, one half for undecided. */
export const half = (odds: number): number => (odds > 0 ? 1 : odds < 0 ? 0 : 0.5);
