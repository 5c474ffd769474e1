import { judgePersona } from '../../../../src/tasks/judging/judgePersona';
import type { Model } from '../../../../src/tasks/model';
import { wilson } from '../../../../src/domain/stats';
import type { Subject } from './subject';

export interface Pair {
  prompt: string;
  chosen: string;
  rejected: string;
}

/** The same pair with the responses in each other's place. */
export const swap = ({ prompt, chosen, rejected }: Pair): Pair => ({
  prompt,
  chosen: rejected,
  rejected: chosen,
});

/** Nearer to one half than this, the judge says "unsure"; as in card.json. */
const UNSURE = 0.1;

/** Collects judgements whose truth is "chosen": 1 for the right choice, one half for none. */
export class JudgeCount {
  readonly #by: Record<keyof Subject, number[]> = { whole: [], alone: [], gauge: [] };
  #longer: number[] = [];

  async add(subject: Subject, persona: string, pair: Pair): Promise<void> {
    for (const name of ['whole', 'alone', 'gauge'] as const)
      this.#by[name].push(await judged(subject[name], persona, pair));
    this.#longer.push(half(pair.chosen.length - pair.rejected.length));
  }

  get figures(): Record<string, unknown> {
    const { whole, alone, gauge } = this.#by;
    const sure = whole.filter((p) => Math.abs(p - 0.5) >= UNSURE);
    const right = (all: readonly number[]) => all.reduce((sum, p) => sum + half(p - 0.5), 0);
    const [low, high] = intervalOf(right(whole), whole.length);
    return {
      n: whole.length,
      accuracy: right(whole) / whole.length,
      low,
      high,
      'language model alone': right(alone) / alone.length,
      'gauge alone': right(gauge) / gauge.length,
      'longer wins': this.#longer.reduce((sum, x) => sum + x, 0) / whole.length,
      'sure in': sure.length / whole.length,
      'accuracy where sure': right(sure) / Math.max(1, sure.length),
      'best scale': this.#bestScale(),
    };
  }

  /** The scale that fits best, as a multiple of the one in use: 1 when the judge is calibrated. */
  #bestScale(): number {
    const odds = this.#by.whole.map((p) => Math.log(p / (1 - p)));
    const loss = (scale: number) =>
      odds.reduce((sum, x) => sum + Math.log(1 + Math.exp(-scale * x)), 0);
    const scales = Array.from({ length: 60 }, (_, i) => (i + 1) / 20);
    return scales.sort((x, y) => loss(x) - loss(y))[0] ?? 1;
  }
}

async function judged(model: Model, persona: string, pair: Pair): Promise<number> {
  const { prompt, chosen: expected, rejected: other } = pair;
  return (await judgePersona(model, { persona, prompt, expected, other })).original;
}

/** 95 % interval of a share; halves (undecided) are rounded down. */
export function intervalOf(right: number, n: number): [number, number] {
  return wilson(Math.floor(right), n) ?? [0, 1];
}

/** 1 for above zero, 0 for below, one half for undecided. */
export const half = (x: number): number => (x > 0 ? 1 : x < 0 ? 0 : 0.5);
