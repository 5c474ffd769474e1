/** Which of two responses won; `tie` when the judge had no preference. */
export type Verdict = 'A' | 'B' | 'tie';

/** A share with what it rests on. All numbers but `n` and `correct` in [0, 1]. */
export interface Share {
  n: number;
  correct: number;
  /** `null` when `n` is 0: 0 / 0 has no honest value. */
  accuracy: number | null;
  /** Wilson 95 % interval; `null` when `n` is 0. */
  interval: [low: number, high: number] | null;
}

/** The logistic function: evidence of any size to a probability in (0, 1). */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/**
 * Share of decided comparisons that B won, ties left out.
 *
 * @param verdicts one verdict per prompt, after position bias has been removed
 * @returns a number in [0, 1], or `null` when nothing was decided
 * @source Balepur et al., ACL 2025 (arXiv 2501.11549)
 */
export function winRate(verdicts: readonly Verdict[]): number | null {
  const wins = verdicts.filter((verdict) => verdict === 'B').length;
  const losses = verdicts.filter((verdict) => verdict === 'A').length;
  return wins + losses === 0 ? null : wins / (wins + losses);
}

/**
 * Merges the two verdicts of one prompt, judged in both orders.
 * A judge that changes its mind when the answers swap places has no preference.
 */
export function mergeOrders(original: Verdict, swapped: Verdict): Verdict {
  const unswapped = swapped === 'A' ? 'B' : swapped === 'B' ? 'A' : 'tie';
  return original === unswapped ? original : 'tie';
}

/**
 * Gain in personalization and quality together: the mean of both win rates' distances from one half,
 * each relative to one half.
 *
 * @param personalization win rate in [0, 1]
 * @param quality win rate in [0, 1]
 * @returns a number in [-1, 1] (papers report it × 100), or `null` when either rate is missing
 * @source Balepur et al., ACL 2025 (arXiv 2501.11549), ΔPQ
 */
export function deltaPQ(personalization: number | null, quality: number | null): number | null {
  if (personalization === null || quality === null) return null;
  return ((personalization - 0.5) / 0.5 + (quality - 0.5) / 0.5) / 2;
}

/**
 * Wilson score interval of a share.
 *
 * @param correct successes, 0 … n; halves (for ties) are fine
 * @param z 1.96 for 95 %
 * @returns bounds in [0, 1], or `null` when n is 0
 * @source Wilson, JASA 22 (1927)
 */
export function wilson(correct: number, n: number, z = 1.96): [low: number, high: number] | null {
  if (n === 0) return null;
  const share = correct / n;
  const centre = share + (z * z) / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}

/** Share of `n` that were correct, with its interval. */
export function accuracy(correct: number, n: number): Share {
  return {
    n,
    correct,
    accuracy: n === 0 ? null : correct / n,
    interval: wilson(correct, n),
  };
}
