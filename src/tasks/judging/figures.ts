import { accuracy, type Share } from '../../domain/stats';
import type { Judgement, Persona, PreferencePair, ResponseSide } from '../../domain/types';

/** How often the judge was right, and how often it said anything. */
export interface SideFigures extends Share {
  /** Judgements made; `n` counts the decided ones only. */
  judged: number;
  /** Share of judgements that were decided, in [0, 1]; `null` when none was made. */
  coverage: number | null;
}

/** One way of predicting, for each side and for both. */
export interface BySide<Figures> {
  chosen: Figures;
  rejected: Figures;
  both: Figures;
}

/** The figures of a check run. */
export interface CheckFigures {
  /** The headline: personas judged on pairs they were not inferred from. */
  other: BySide<SideFigures>;
  /** Personas judged on their own pair, which proves little. */
  own: BySide<SideFigures>;
  /** On the pairs of the headline: "the longer response wins". */
  longerWins: BySide<Share>;
  /** On the pairs of the headline: each persona replaced by one drawn from both sides. */
  shuffled: BySide<SideFigures>;
  /** Guessing. */
  coin: 0.5;
}

/** Sums up a run; see `CheckFigures`. */
export function checkFigures(
  judgements: readonly Judgement[],
  _pairs: readonly PreferencePair[],
  _personas: readonly Persona[],
  _threshold: number,
): CheckFigures {
  const none: SideFigures = { ...accuracy(0, 0), judged: judgements.length, coverage: null };
  const empty: BySide<SideFigures> = { chosen: none, rejected: none, both: none };
  return { other: empty, own: empty, longerWins: empty, shuffled: empty, coin: 0.5 };
}

/** Which of the two sides. */
export const sides = ['chosen', 'rejected'] as const satisfies readonly ResponseSide[];
