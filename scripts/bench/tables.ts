import type { LongTasks } from './app';
import type { measureSizes } from './sizes';
import type { FirstFigures } from '../harness/floors';
import type { SpeedFigures } from '../harness/speed';
import type { Line } from './line';

/** What is measured on the built app and the embedded model. */
export interface AppFigures {
  firstWord: { coldMs: number; warmMs: number };
  longTasks: LongTasks;
  floors: FirstFigures;
  one: SpeedFigures;
  two: SpeedFigures;
  importing: { parseRowsPerS: number; writeRowsPerS: number };
  sizes: ReturnType<typeof measureSizes>;
}

const ms = (value: number) =>
  Number.isFinite(value) ? `${Math.round(value).toLocaleString('en')} ms` : 'no answer';
const rate = (value: number) => `${Math.round(value).toLocaleString('en')} /s`;
const kb = (value: number) => `${(value / 1000).toFixed(0)} kB`;
const met = (good: boolean) => (good ? 'met' : 'MISSED');

const under = (value: number, goal: number) => ({
  figure: ms(value),
  beside: `goal < ${ms(goal)}: ${met(value < goal)}`,
});

/** What the embedded model must reach in a fresh browser; medians of five. */
export function floorTable({ loadMs, firstInferMs, inferMs, answerMs }: FirstFigures) {
  return {
    'cold load to ready': under(loadMs, 2000),
    'infer one persona': under(inferMs, 400),
    'the first one after the load': { figure: ms(firstInferMs), beside: '' },
    'answer of 60 words': under(answerMs, 600),
  };
}

/** The app by itself: figures, and goals with whether they are met. */
export function appTable({ firstWord, longTasks, floors, one, two, importing, sizes }: AppFigures) {
  const row = (figure: string, beside: string) => ({ figure, beside });
  const { count, longestMs, watchedMs } = longTasks;
  return {
    'first visit to first tailored word': under(firstWord.coldMs, 3000),
    'second visit to first tailored word': under(firstWord.warmMs, 1000),
    'tasks over 50 ms on the page, infer + tailor': row(
      `${count} in ${ms(watchedMs)}`,
      `goal 0: ${met(count === 0)}${count === 0 ? '' : `, longest ${ms(longestMs)}`}`,
    ),
    ...floorTable(floors),
    'model ready, 1 thread': row(ms(one.loadMs), `2 threads ${ms(two.loadMs)}`),
    'tokens read, 1 thread': row(
      rate(one.prefillTokensPerS),
      `2 threads ${rate(two.prefillTokensPerS)}`,
    ),
    'tokens written, 1 thread': row(
      rate(one.decodeTokensPerS),
      `2 threads ${rate(two.decodeTokensPerS)}`,
    ),
    'infer + check one pair, own prompts': row(
      ms(one.inferAndCheckPairMs),
      `2 threads ${ms(two.inferAndCheckPairMs)}`,
    ),
    'tailored answer': row(ms(one.tailoredAnswerMs), `first word ${ms(one.tailoredFirstWordMs)}`),
    'import rows read': row(
      rate(importing.parseRowsPerS),
      `goal 20,000 /s: ${met(importing.parseRowsPerS >= 20_000)}`,
    ),
    'import rows written': row(rate(importing.writeRowsPerS), ''),
    'start page, gzip': row(
      kb(sizes.firstPageGzip),
      `goal ≤ 120 kB: ${met(sizes.firstPageGzip <= 120_000)}`,
    ),
    'all pages, gzip': row(kb(sizes.allPagesGzip), `workers ${kb(sizes.workersGzip)}`),
    'runtime, gzip': row(
      kb(sizes.runtimeGzip),
      `for a GPU, on demand: ${kb(sizes.gpuRuntimeGzip)}`,
    ),
    'model, gzip': row(kb(sizes.modelGzip), `${kb(sizes.modelBytes)} as it is; limit 12,000 kB`),
  };
}

/** Ours beside others. */
export function compareTable(lines: readonly Line[]) {
  return lines.map(({ what, ours, other, ratio, goal, atMost }) => ({
    what,
    ours,
    other,
    ratio: `${ratio.toFixed(2)}x`,
    goal:
      goal === null
        ? ''
        : `${atMost ? '≤' : '≥'} ${goal}x: ${met(atMost ? ratio <= goal : ratio >= goal)}`,
  }));
}
