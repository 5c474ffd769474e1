import type { GaugeData, NamingData, UnitTable } from '../../../../src/domain/gauge';
import { frontCoded } from '../../../../src/tasks/dinghy/frontCoded';
import { stem } from '../../../../src/tasks/dinghy/stems';
import { responseUnits } from '../../../../src/tasks/dinghy/units';
import { knowledge } from '../wordings';
import type { Linear } from './linear';
import { fitPairs, generatedRows, writtenRows } from './pairs';
import { fitPersonas, freeRows, generatedPersonas, pairPersonaRows } from './personas';
import { round } from './report';
import { joinedGroups, readConcepts, type WrittenPair, type WrittenPersona } from './written';

/**
 * Set on rows that neither the gauge nor the language model had seen: how the scores become probabilities (scale, and
 * what "no difference" gains).
 */
const PAIRS = { scale: 0.8, ties: -0.5 };
/** Nats for a pole that the language model lists. */
const PERSONAS = { model: 1.6 };
/** From which odds on a pole is named (`mix.ts` prints what each would bring), or understood. */
const THRESHOLDS = {
  name: 0.55,
  together: 0.78,
  familiar: { from: 0.3, together: 0.57 },
  least: 0.45,
  understand: 0.13,
};

/** A unit that tells of no axis so many nats is left out. */
const TELLING = { pairs: 0.32, personas: 2 };
/** Units in fewer texts, and those that tell less, are left out; none tells more. */
const FAMILIAR = { least: 12, small: 0.7, most: 4 };

export const concepts = readConcepts(stem);
const generated = generatedRows(8000, 5);
const spoken = generatedPersonas(8000, 7);

/** The gauge fitted to written pairs and personas, and to generated ones. */
export function fitGauge(
  pairs: readonly WrittenPair[],
  personas: readonly WrittenPersona[],
  naming?: NamingData,
): GaugeData {
  const pair = fitPairs([...writtenRows(pairs), ...generated], concepts);
  const rows = [...freeRows(personas), ...pairPersonaRows(pairs), ...spoken];
  const persona = fitPersonas(rows, concepts);
  return {
    version: 2,
    axes: knowledge.axes.map(({ id }) => id),
    concepts: joinedGroups(concepts),
    pairs: {
      table: packed(pair.linear, telling(pair.linear, pair.units, TELLING.pairs), PAIRS.scale),
      differences: rowsOf(pair.linear).map((row) =>
        row.map((weight) => round(weight * PAIRS.scale)),
      ),
      ties: [...pair.linear.bias].map((bias) => round(bias + PAIRS.ties)),
      familiar: familiarTable(pairs),
    },
    ...(naming && { naming }),
    personas: {
      table: packed(persona.linear, telling(persona.linear, persona.units, TELLING.personas), 1),
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

function telling(
  { weights, columns }: Linear,
  units: ReadonlyMap<string, number>,
  least: number,
): Map<string, number> {
  const row = (at: number) => weights.subarray(at * columns, (at + 1) * columns);
  return new Map([...units].filter(([, at]) => row(at).some((x) => Math.abs(x) >= least)));
}

function packed(
  { weights, columns }: Linear,
  units: ReadonlyMap<string, number>,
  scale: number,
): UnitTable {
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const rows = [...units].sort(byUnit);
  const sorted = rows.flatMap(([, row]) => [
    ...weights.subarray(row * columns, (row + 1) * columns),
  ]);
  const bytes = Int8Array.from(sorted, (weight) => Math.round(weight / step));
  return {
    units: frontCoded(rows.map(([unit]) => unit)),
    weights: Buffer.from(bytes.buffer).toString('base64'),
    step: step * scale,
  };
}

const byUnit = ([x]: [string, number], [y]: [string, number]) => (x < y ? -1 : 1);

/** By naive Bayes: how much likelier a unit is in generated responses than in written ones, in nats. */
function familiarTable(pairs: readonly WrittenPair[]): UnitTable {
  const written = countUnits(pairs.flatMap(({ a, b }) => [a, b]));
  const own = generated.filter(({ axis }) => axis === null);
  const made = countUnits(own.flatMap(({ chosen, rejected }) => [chosen, rejected]));
  const share = (counts: Counts, unit: string) =>
    ((counts.of.get(unit) ?? 0) + 0.5) / (counts.texts + 1);
  const told = [...new Set([...written.of.keys(), ...made.of.keys()])].sort().flatMap((unit) => {
    if ((written.of.get(unit) ?? 0) + (made.of.get(unit) ?? 0) < FAMILIAR.least) return [];
    const nats = Math.log(share(made, unit) / share(written, unit));
    return Math.abs(nats) < FAMILIAR.small ? [] : [[unit, nats] as const];
  });
  const step = FAMILIAR.most / 127;
  const bytes = Int8Array.from(told, ([, nats]) =>
    Math.round(Math.max(-FAMILIAR.most, Math.min(FAMILIAR.most, nats)) / step),
  );
  return {
    units: frontCoded(told.map(([unit]) => unit)),
    weights: Buffer.from(bytes.buffer).toString('base64'),
    step,
  };
}

interface Counts {
  texts: number;
  of: Map<string, number>;
}

function countUnits(texts: readonly string[]): Counts {
  const of = new Map<string, number>();
  for (const text of texts)
    for (const unit of responseUnits(text, concepts)) of.set(unit, (of.get(unit) ?? 0) + 1);
  return { texts: texts.length, of };
}
