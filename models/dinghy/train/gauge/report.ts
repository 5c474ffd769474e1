import type { PoleOdds } from '../../../../src/tasks/dinghy/gauge';
import { axisOf } from '../samples';

/** What was said of one side of a pair (or of a persona), likeliest first, and what is true of it. */
export interface Verdict {
  odds: readonly PoleOdds[];
  truth: readonly string[];
  /** Poles that counting proves. */
  proven?: ReadonlySet<string>;
  /** Nats for the side whose poles are the truth. */
  judged?: number;
}

/** Which of a side's odds are shown. */
export type Rule = (odds: readonly PoleOdds[], verdict: Verdict) => readonly string[];

/** Shows up to `most` from `threshold` on. */
export const from =
  (threshold: number, most: number): Rule =>
  (odds) =>
    odds
      .slice(0, most)
      .filter(({ odds: p }) => p >= threshold)
      .map(({ pole }) => pole);

/** Precision, recall and coverage of what a rule shows; with `only`, of those poles alone. */
export function shownBy(verdicts: readonly Verdict[], rule: Rule, only = (_pole: string) => true) {
  let [shown, right, wanted, spoke] = [0, 0, 0, 0];
  for (const verdict of verdicts) {
    const { odds, truth } = verdict;
    const named = rule(odds, verdict).filter(only);
    spoke += Number(named.length > 0);
    shown += named.length;
    right += named.filter((pole) => truth.includes(pole)).length;
    wanted += truth.filter(only).length;
  }
  return {
    coverage: round(spoke / verdicts.length),
    precision: round(right / Math.max(1, shown)),
    recall: round(right / Math.max(1, wanted)),
    shown,
  };
}

/** True for poles that no feature measures. */
export const isSoft = (pole: string) => axisOf(pole)?.measurable === false;

/** The lowest threshold whose coverage is at least a half, by the best pole of each side. */
export function halfThreshold(verdicts: readonly Verdict[]): number {
  const best = verdicts.map(({ odds }) => odds[0]?.odds ?? 0).sort((x, y) => y - x);
  return best[Math.floor(best.length / 2)] ?? 0;
}

export const round = (x: number) => Math.round(x * 1000) / 1000;
