/**
 * Fits the gauge and writes ../../gauge.json. `npx tsx gauge/fit.ts [--check]`
 * With --check: four-fold figures on the written pairs and personas instead of a file.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { GaugeData, NamingData } from '../../../../src/domain/gauge';
import { Gauge } from '../../../../src/tasks/dinghy/gauge';
import { knowledge } from '../wordings';
import { concepts, fitGauge } from './build';
import { placeOf } from './poles';
import { from, halfThreshold, isSoft, round, shownBy, type Verdict } from './report';
import { trainingPairs, trainingPersonas } from './written';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const FOLDS = 4;
const [pairs, personas] = [trainingPairs(), trainingPersonas()];
/** Made by mix.ts. */
const namingFile = new URL('naming.json', import.meta.url);

if (values.check) check();
else {
  const naming = existsSync(namingFile)
    ? (JSON.parse(readFileSync(namingFile, 'utf8')) as NamingData)
    : undefined;
  const data = fitGauge(pairs, personas, naming);
  writeFileSync(new URL('../../gauge.json', import.meta.url), `${JSON.stringify(data)}\n`);
  console.log(JSON.stringify({ bytes: JSON.stringify(data).length }));
}

/** Every written pair and persona is measured by a gauge that was fitted without it. */
function check(): void {
  const [sides, asked, askedInPairs]: [Verdict[], Verdict[], Verdict[]] = [[], [], []];
  let last: GaugeData | null = null;
  let [right, asked2] = [0, 0];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const other = <T>(_: T, i: number) => i % FOLDS !== fold;
    const own = <T>(_: T, i: number) => i % FOLDS === fold;
    last = fitGauge(pairs.filter(other), personas.filter(other));
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
  print('best pole at half coverage', shownBy(sides, from(half, 1)));
  for (const threshold of [0.25, 0.35, 0.45, 0.55])
    print('named, up to 3', shownBy(sides, from(threshold, 3)));
  for (const threshold of [0.25, 0.35, 0.45])
    print('named, soft axes', shownBy(sides, from(threshold, 3), isSoft));
  for (const threshold of [0.25, 0.35, 0.45])
    print('free personas', shownBy(asked, from(threshold, 8)));
  for (const threshold of [0.25, 0.35, 0.45])
    print('personas of pairs', shownBy(askedInPairs, from(threshold, 8)));
}
