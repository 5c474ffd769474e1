/**
 * Fits how the gauge and the language model are weighed together, on pairs that neither has seen, and writes naming.json.
 * Prints what thresholds would bring, five-fold. `npx tsx --import ./evaluate/rawText.js gauge/mix.ts`
 */
import { writeFileSync } from 'node:fs';
import { borneOut, countedSigns } from '../../../../src/tasks/dinghy/claims';
import { Gauge } from '../../../../src/tasks/dinghy/gauge';
import { namingInputs, reasonsApart } from '../../../../src/tasks/dinghy/naming';
import { NONE, polesIn } from '../../../../src/tasks/dinghy/prompts';
import { namedFrom } from '../../../../src/tasks/persona-inference/weighPair';
import { personaPrompt } from '../../../../src/tasks/persona-inference/prompt';
import { Dinghy } from '../evaluate/runtime';
import { Random } from '../random';
import { inferSample } from '../samples';
import { knowledge } from '../wordings';
import { fitGauge } from './build';
import { fitNetwork, joined, type NamingRow } from './network';
import { isSoft, shownBy, type Rule, type Verdict } from './report';
import { isKept, trainingPairs, trainingPersonas } from './written';

const FOLDS = 5;
const GENERATED = 1000;
/** What a generated pair counts beside a written one. */
const GENERATED_WEIGHT = 0.7;
const pairs = trainingPairs();
const gauge = new Gauge(
  fitGauge(
    pairs.filter(({ prompt }) => !isKept(prompt)),
    trainingPersonas(),
  ),
  knowledge.axes,
);
const model = await Dinghy.load(new URL('../..', import.meta.url).pathname);

interface Side {
  /** Both sides of a pair are in one fold. */
  group: number;
  isWritten: boolean;
  inputs: Map<string, number[]>;
  truth: readonly string[];
  told: ReadonlySet<string>;
  proven: ReadonlySet<string>;
}
type Evidence = { prompt: string; chosen: string; rejected: string };

const allPoles = knowledge.axes.flatMap(({ poles }) => poles.map(({ id }) => id));

async function read(evidence: Evidence): Promise<[Map<string, number>, number]> {
  const logProbs = await model.next(personaPrompt.taskTuned({ ...evidence, reason: '' }));
  const odds = new Map<string, number>();
  logProbs.forEach((logProb, id) => {
    for (const pole of polesIn(model.texts[id] ?? '')) odds.set(pole, Math.exp(logProb));
  });
  return [odds, Math.exp(logProbs[model.ids.get(NONE) ?? 0] ?? -Infinity)];
}

async function sideOf(
  group: number,
  isWritten: boolean,
  evidence: Evidence,
  truth: readonly string[],
): Promise<Side> {
  const { prompt, chosen, rejected } = evidence;
  const [here, none] = await read(evidence);
  const [there, noneThere] = await read({ prompt, chosen: rejected, rejected: chosen });
  const reading = { here, there, none: [none, noneThere] as const };
  const inputs = namingInputs(gauge, evidence, reading);
  const signs = countedSigns(chosen, rejected);
  return {
    group,
    isWritten,
    inputs,
    truth,
    told: new Set(borneOut(allPoles, evidence)),
    proven: new Set(allPoles.filter((pole) => signs.get(pole) === 1)),
  };
}

const sides: Side[] = [];
for (const [group, { prompt, a, b, polesA, polesB }] of pairs
  .filter((pair) => isKept(pair.prompt))
  .entries()) {
  sides.push(await sideOf(group, true, { prompt, chosen: a, rejected: b }, polesA));
  sides.push(await sideOf(group, true, { prompt, chosen: b, rejected: a }, polesB));
}
const random = new Random(61);
for (let group = 0; group < GENERATED; group += 1) {
  const axes = group % 8 === 0 ? 0 : random.between(1, 3);
  const { pair, truth } = inferSample(random, { topics: 'seen', wordings: 'seen' }, { axes });
  if (pair) sides.push(await sideOf(group, false, pair, truth));
}

const rowsOf = (some: readonly Side[]): NamingRow[] =>
  some.flatMap(({ inputs, truth, isWritten }) =>
    Array.from(inputs, ([pole, values]) => ({
      pole,
      inputs: values,
      truth: truth.includes(pole),
      weight: isWritten ? 1 : GENERATED_WEIGHT,
    })),
  );
const verdicts = { written: [] as Verdict[], generated: [] as Verdict[] };
for (let fold = 0; fold < FOLDS; fold += 1) {
  const network = fitNetwork(
    rowsOf(sides.filter(({ group }) => group % FOLDS !== fold)),
    new Random(fold),
  );
  for (const { inputs, truth, told, proven, isWritten } of sides.filter(
    ({ group }) => group % FOLDS === fold,
  )) {
    const odds = reasonsApart(network, gauge, inputs).filter(({ pole }) => told.has(pole));
    verdicts[isWritten ? 'written' : 'generated'].push({ odds: odds.slice(0, 3), truth, proven });
  }
}
const { familiar, least } = gauge.thresholds;
for (const name of [0.5, 0.54, 0.58])
  for (const together of [0.6, 0.7, 0.74, 0.78, 0.82]) {
    const rule: Rule = (odds, { proven }) =>
      namedFrom(odds, {
        name,
        together: (pole) => (proven?.has(pole) ? familiar.together : together),
        least,
      });
    const shown = (list: readonly Verdict[]) => {
      const { coverage, precision, recall } = shownBy(list, rule);
      const several = list.filter(({ truth }) => truth.length === 3);
      return {
        coverage,
        precision,
        recall,
        ofThree: shownBy(several, rule).recall,
        soft: shownBy(list, rule, isSoft).precision,
      };
    };
    const { written, generated } = verdicts;
    console.log(
      JSON.stringify({ name, together, written: shown(written), generated: shown(generated) }),
    );
  }
const network = joined([1, 2, 3, 4].map((seed) => fitNetwork(rowsOf(sides), new Random(seed))));
writeFileSync(new URL('naming.json', import.meta.url), `${JSON.stringify(network)}\n`);
