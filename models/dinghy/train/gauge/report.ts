import type { PoleOdds } from '../../../../src/tasks/dinghy/gauge';
import { axisOf } from '../samples';

/** What was said of one side of a pair (or of a persona), likeliest first, and what is true of it. */
export interface Verdict {
  odds: readonly PoleOdds[];
  truth: readonly string[];
  /** Nats for the side whose poles are the truth. */
  judged?: number;
}

/** Precision, recall and coverage of what is shown from a threshold (`further` poles: another) on, at most `most` a side. */
export function shownFrom(
  verdicts: readonly Verdict[],
  threshold: number,
  most: number,
  further = threshold,
) {
  let [shown, right, wanted, spoke] = [0, 0, 0, 0];
  for (const { odds, truth } of verdicts) {
    const named = odds
      .slice(0, most)
      .filter(({ odds: p }, rank) => p >= (rank === 0 ? threshold : further));
    spoke += Number(named.length > 0);
    shown += named.length;
    right += named.filter(({ pole }) => truth.includes(pole)).length;
    wanted += truth.length;
  }
  return {
    threshold,
    coverage: round(spoke / verdicts.length),
    precision: round(right / Math.max(1, shown)),
    recall: round(right / Math.max(1, wanted)),
    shown,
  };
}

/** The same for poles that no feature measures. */
export function softOnly(verdicts: readonly Verdict[]): Verdict[] {
  const isSoft = (pole: string) => axisOf(pole)?.measurable === false;
  return verdicts.map(({ odds, truth }) => ({
    odds: odds.filter(({ pole }) => isSoft(pole)),
    truth: truth.filter(isSoft),
  }));
}

/** The lowest threshold whose coverage is at least a half, by the best pole of each side. */
export function halfThreshold(verdicts: readonly Verdict[]): number {
  const best = verdicts.map(({ odds }) => odds[0]?.odds ?? 0).sort((x, y) => y - x);
  return best[Math.floor(best.length / 2)] ?? 0;
}

export const round = (x: number) => Math.round(x * 1000) / 1000;
