/**
 * Fits the gauge and writes ../../gauge.json. `npx tsx gauge/fit.ts [--check]`
 * With --check: four-fold figures on the written pairs and personas instead of a file.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { GaugeData, UnitTable } from '../../../../src/domain/gauge';
import { Gauge } from '../../../../src/tasks/dinghy/gauge';
import { stem } from '../../../../src/tasks/dinghy/stems';
import { knowledge } from '../wordings';
import type { Linear } from './linear';
import { fitPairs, generatedRows, writtenRows } from './pairs';
import { fitPersonas, freeRows, generatedPersonas, pairPersonaRows } from './personas';
import { placeOf } from './poles';
import { halfThreshold, round, shownFrom, softOnly, type Verdict } from './report';
import { readConcepts, trainingPairs, trainingPersonas, type WrittenPair } from './written';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    generated: { type: 'string', default: '8000' },
  },
});
const FOLDS = 4;
/**
 * Set on rows that neither the gauge nor the language model had seen: what a nat of the model's own odds is
 * worth, and how the scores become probabilities (scale, and what "no difference" gains).
 */
const PAIRS = { model: 0.64, scale: 0.8, ties: -0.5 };
/** Nats for a pole that the language model lists. */
const PERSONAS = { model: 2.2 };
/** From which odds on a pole is named, or understood: precise at half of the pairs. */
const THRESHOLDS = { name: 0.47, soft: 0.62, further: 0.73, understand: 0.16 };
const concepts = readConcepts(stem);
const [pairs, personas] = [trainingPairs(), trainingPersonas()];
const generated = generatedRows(Number(values.generated), 5);
const spoken = generatedPersonas(Number(values.generated), 7);

if (values.check) check();
else {
  const data = fit(pairs, personas);
  writeFileSync(new URL('../../gauge.json', import.meta.url), `${JSON.stringify(data)}\n`);
  console.log(JSON.stringify({ bytes: JSON.stringify(data).length }));
}

function fit(somePairs: readonly WrittenPair[], somePersonas: typeof personas): GaugeData {
  const pair = fitPairs([...writtenRows(somePairs), ...generated], concepts);
  const rows = [...freeRows(somePersonas), ...pairPersonaRows(somePairs), ...spoken];
  const persona = fitPersonas(rows, concepts);
  return {
    version: 1,
    axes: knowledge.axes.map(({ id }) => id),
    concepts: Object.fromEntries(concepts),
    pairs: {
      table: packed(pair.linear, pair.units, PAIRS.scale),
      differences: rowsOf(pair.linear).map((row) =>
        row.map((weight) => round(weight * PAIRS.scale)),
      ),
      ties: [...pair.linear.bias].map((bias) => round(bias + PAIRS.ties)),
      model: PAIRS.model,
    },
    personas: {
      table: packed(persona.linear, persona.units, 1),
      bias: [...persona.linear.bias].map(round),
      model: PERSONAS.model,
    },
    thresholds: THRESHOLDS,
  };
}

function rowsOf({ measured, columns }: Linear): number[][] {
  return Array.from({ length: measured.length / columns }, (_, row) => [
    ...measured.subarray(row * columns, (row + 1) * columns),
  ]);
}

function packed({ weights }: Linear, units: ReadonlyMap<string, number>, scale: number): UnitTable {
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / step));
  return {
    units: [...units.keys()].join('\n'),
    weights: Buffer.from(bytes.buffer).toString('base64'),
    step: step * scale,
  };
}

/** Every written pair and persona is measured by a gauge that was fitted without it. */
function check(): void {
  const [sides, asked, askedInPairs]: [Verdict[], Verdict[], Verdict[]] = [[], [], []];
  let last: GaugeData | null = null;
  let [right, asked2] = [0, 0];
  for (let fold = 0; fold < Number(process.env.RUN ?? FOLDS); fold += 1) {
    const other = <T>(_: T, i: number) => i % FOLDS !== fold;
    const own = <T>(_: T, i: number) => i % FOLDS === fold;
    last = fit(pairs.filter(other), personas.filter(other));
    const gauge = new Gauge(last, knowledge.axes);
    for (const pair of pairs.filter(own)) {
      const lean = gauge.lean(pair.a, pair.b);
      const judged = (poles: string[], way: number) =>
        poles.reduce((sum, pole) => {
          const { axis, sign } = placeOf(pole);
          return sum + way * sign * (lean[axis] ?? 0);
        }, 0);
      const back = lean.map((x) => -x);
      sides.push({ odds: gauge.apart(lean), truth: pair.polesA, judged: judged(pair.polesA, 1) });
      sides.push({ odds: gauge.apart(back), truth: pair.polesB, judged: judged(pair.polesB, -1) });
      for (const [text, truth] of [
        [pair.personaA, pair.polesA],
        [pair.personaB, pair.polesB],
      ] as const)
        if (text !== '') {
          const odds = gauge.asks(text);
          askedInPairs.push({ odds, truth });
          const way = truth === pair.polesA ? 1 : -1;
          const sum = odds.reduce(
            (s, { pole, odds: p }) =>
              s + p * placeOf(pole).sign * Math.tanh(way * (lean[placeOf(pole).axis] ?? 0)),
            0,
          );
          right += Number(sum > 0);
          asked2 += 1;
        }
    }
    for (const { persona, poles } of personas.filter(own))
      asked.push({ odds: gauge.asks(persona), truth: poles });
  }
  const size = JSON.stringify(last).length;
  console.log('bytes', size, 'judge e2e', round(right / asked2));
  const half = halfThreshold(sides);
  const labelled = sides.filter(({ truth }) => truth.length > 0);
  const print = (name: string, figures: object) =>
    console.log(name.padEnd(34), JSON.stringify(figures));
  console.log(
    `pairs ${pairs.length}, personas ${personas.length}, concepts ${new Set(concepts.values()).size}`,
  );
  print('judge, poles known', {
    accuracy: round(labelled.filter(({ judged = 0 }) => judged > 0).length / labelled.length),
  });
  print('best pole at half coverage', shownFrom(sides, half, 1));
  for (const threshold of [0.25, 0.35, 0.45, 0.55])
    print('named, up to 3', shownFrom(sides, threshold, 3));
  for (const threshold of [0.25, 0.35, 0.45])
    print('named, soft axes', shownFrom(softOnly(sides), threshold, 3));
  for (const threshold of [0.25, 0.35, 0.45])
    print('free personas', shownFrom(asked, threshold, 8));
  for (const threshold of [0.25, 0.35, 0.45])
    print('personas of pairs', shownFrom(askedInPairs, threshold, 8));
}
