import type { UnitTable } from '../../../../src/domain/gauge';
import type { SparseTable } from '../../../../src/domain/reader';
import { frontCoded } from '../../../../src/tasks/dinghy/frontCoded';
import { responseUnits } from '../../../../src/tasks/dinghy/units';
import { Counts } from '../counts';
import { byUnit, packedSparse } from '../sparseTable';
import type { Linear } from './linear';

/** A reader of units as it was fitted, with the numbers of its units. */
export interface Fitted {
  linear: Linear;
  units: ReadonlyMap<string, number>;
}

/** A unit of a pair that tells of no axis so many nats is left out. */
const TELLING = 0.32;
/** A unit of a persona that speaks for no pole so loud is left out, and of others what they tell of a pole below so many nats. */
const LOUD = 1;
const SMALL = 0.8;
/** Units in fewer texts, and those that tell less, are left out; none tells more. */
const FAMILIAR = { least: 12, small: 0.7, most: 4 };

/** Weights of the measured differences, one row each. */
export function measuredRows({ measured, columns }: Linear): number[][] {
  return Array.from({ length: measured.length / columns }, (_, row) => [
    ...measured.subarray(row * columns, (row + 1) * columns),
  ]);
}

/** What units tell of personas: those that speak for some pole loud enough, with what they tell of each. */
export function personaTable({ linear, units }: Fitted): SparseTable {
  const loud = [...units].filter(([, at]) => Math.max(...rowAt(linear, at)) >= LOUD);
  const rows = loud.map(([unit, at]) => [unit, new Map(rowAt(linear, at).entries())] as const);
  return packedSparse(new Map(rows), SMALL);
}

/** What units tell of pairs, those left out that tell little of every axis. */
export function pairTable({ linear, units }: Fitted, scale: number): UnitTable {
  const { weights } = linear;
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const rows = [...units]
    .filter(([, at]) => rowAt(linear, at).some((weight) => Math.abs(weight) >= TELLING))
    .sort(byUnit);
  const sorted = rows.flatMap(([, at]) => [...rowAt(linear, at)]);
  return {
    units: frontCoded(rows.map(([unit]) => unit)),
    weights: base64(sorted.map((weight) => Math.round(weight / step))),
    step: step * scale,
  };
}

/** By naive Bayes: how much likelier a unit is in generated responses than in written ones, in nats. */
export function familiarTable(
  made: readonly string[],
  written: readonly string[],
  concepts: ReadonlyMap<string, string>,
): UnitTable {
  const counted = (texts: readonly string[]) => {
    const units = new Counts<string>();
    for (const text of texts) units.addAll(responseUnits(text, concepts));
    return { units, share: (unit: string) => (units.of(unit) + 0.5) / (texts.length + 1) };
  };
  const [here, there] = [counted(made), counted(written)];
  const told = [...new Set([...there.units.keys(), ...here.units.keys()])]
    .sort()
    .flatMap((unit) => {
      if (here.units.of(unit) + there.units.of(unit) < FAMILIAR.least) return [];
      const nats = Math.log(here.share(unit) / there.share(unit));
      return Math.abs(nats) < FAMILIAR.small ? [] : [[unit, nats] as const];
    });
  const step = FAMILIAR.most / 127;
  const bytes = told.map(([, nats]) =>
    Math.round(Math.max(-FAMILIAR.most, Math.min(FAMILIAR.most, nats)) / step),
  );
  return {
    units: frontCoded(told.map(([unit]) => unit)),
    weights: base64(bytes),
    step,
  };
}

const rowAt = ({ weights, columns }: Linear, at: number): Float32Array =>
  weights.subarray(at * columns, (at + 1) * columns);

const base64 = (bytes: readonly number[]): string =>
  Buffer.from(Int8Array.from(bytes).buffer).toString('base64');
