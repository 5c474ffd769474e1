import type { CheckFigures } from '../../tasks/judging/figures';
import { countOf } from './words';

/** Fewer decided judgements than this mean nothing, whatever their share. */
const ENOUGH = 20;

/** Mixed-up personas may miss one half by so much through chance and pairs asked about twice. */
const SLACK = 0.05;

/** What the headline of a check means, in one or two plain sentences, and whether one may lean on it. */
export function meaningOf(figures: CheckFigures): { sentence: string; sound: boolean } {
  const { n, interval, accuracy, judged } = figures.other.both;
  const longer = figures.longerWins.both.accuracy;
  const shuffled = figures.shuffled.both.interval;
  const unsound = (sentence: string) => ({ sentence, sound: false });

  if (judged === 0) return unsound('Nothing has been checked yet.');
  if (n < ENOUGH || !interval || accuracy === null) {
    return unsound(
      `Only ${countOf(n, 'sure answer')} so far: too few to mean anything. Check more pairs, or move the slider down.`,
    );
  }
  if (shuffled && (shuffled[0] > 0.5 + SLACK || shuffled[1] < 0.5 - SLACK)) {
    return unsound(
      'Something is off: mixed-up personas should do no better or worse than a coin, and here they do. Take this run with care.',
    );
  }
  if (interval[1] < 0.5) {
    return unsound(
      'The personas are wrong more often than a coin. Perhaps different people made these choices.',
    );
  }
  if (interval[0] <= 0.5) {
    return unsound(
      'This cannot be told from guessing. The personas may fit their own pairs and still say nothing about others.',
    );
  }
  if (longer !== null && longer >= accuracy) {
    return unsound(
      'Better than a coin, but no better than always taking the longer answer. Length may be all there is to it.',
    );
  }
  return {
    sentence:
      'Better than a coin and than always taking the longer answer: the personas say something that holds beyond the pairs they came from.',
    sound: true,
  };
}
