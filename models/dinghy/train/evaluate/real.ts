import { existsSync, readFileSync } from 'node:fs';
import { compareFeatures, measureFeatures, type FeatureId } from '../../../../src/domain/features';
import { claims, countedSigns } from '../../../../src/tasks/dinghy/claims';
import { inferPoles } from '../../../../src/tasks/persona-inference/inferPoles';
import { Counts } from '../counts';
import { axisOf } from '../samples';
import { JudgeCount, swap, type Pair } from './judge';
import type { Subject } from './subject';

/** Rows nobody here wrote: measured only, never trained on. */
const data = new URL('../../../../../shared/data/', import.meta.url).pathname;

interface KnownRow {
  prompt: string;
  response_a: string;
  persona_a: string;
  response_b: string;
  persona_b: string;
}

export const hasRealData = (): boolean => existsSync(`${data}known-personas.jsonl`);

/** Which response does each persona's owner take? Undecided counts one half. */
export async function measureKnownPersonas(subject: Subject, limit: number) {
  const rows = lines<KnownRow>('known-personas.jsonl').slice(0, limit);
  const count = new JudgeCount();
  for (const { prompt, response_a: a, response_b: b, persona_a, persona_b } of rows) {
    await count.add(subject, persona_a, { prompt, chosen: a, rejected: b });
    await count.add(subject, persona_b, { prompt, chosen: b, rejected: a });
  }
  return count.figures;
}

/** Inference on real pairs in both orders: swapping, abstaining, claims that counting can check, variety. */
export async function measureRealPairs(
  { whole }: Subject,
  pairs: readonly Pair[],
): Promise<Record<string, number>> {
  let silent = 0,
    spoke = 0,
    shared = 0,
    opposed = 0,
    checked = 0,
    proven = 0;
  const sets = new Counts<string>();
  const axes = new Counts<string>();
  const differing = new Counts<string>();
  for (const pair of pairs) {
    differing.addAll(axesDiffering(pair));
    const poles = await inferPoles(whole, pair);
    const back = await inferPoles(whole, swap(pair));
    silent += Number(poles.length === 0);
    if (poles.length > 0 && back.length > 0) {
      spoke += 1;
      shared += Number(poles.some((pole) => back.includes(pole)));
      const backAxes = back.map((pole) => axisOf(pole)?.id);
      opposed += Number(
        poles.every((pole) => !back.includes(pole) && backAxes.includes(axisOf(pole)?.id)),
      );
    }
    const levels = countedSigns(pair.chosen, pair.rejected);
    for (const pole of poles) {
      const sign = levels.get(pole);
      if (sign === undefined) continue;
      checked += 1;
      proven += Number(sign > 0);
    }
    const key = [...poles].sort().join('+');
    sets.add(key);
    axes.addAll(poles.map((pole) => axisOf(pole)?.id ?? ''));
  }
  const excess = Array.from(axes, ([axis, named]) => named - differing.of(axis));
  return {
    n: pairs.length,
    abstained: silent / pairs.length,
    swapNoSharedPole: 1 - shared / Math.max(1, spoke),
    swapExactOpposite: opposed / Math.max(1, spoke),
    checkableClaims: checked,
    claimsTrue: proven / Math.max(1, checked),
    distinctSets: sets.size,
    largestAxisShare: Math.max(0, ...axes.values()) / pairs.length,
    // Beyond the share of pairs that counting shows to differ on the axis; where it counts nothing, that is none.
    largestAxisExcess: Math.max(0, ...excess) / pairs.length,
  };
}

/** Axes on which the responses differ by more than chance, as far as counting can tell. */
function axesDiffering({ chosen, rejected }: Pair): Set<string> {
  const levels = compareFeatures(measureFeatures(chosen), measureFeatures(rejected));
  const differing = Object.entries(claims).filter(
    ([feature]) => levels[feature as FeatureId] !== 0,
  );
  return new Set(differing.flatMap(([, [pole]]) => axisOf(pole)?.id ?? []));
}

/** The pairs of both real files, in the first order only. */
export function realPairs(limit: number): { known: Pair[]; mild: Pair[] } {
  const known = lines<KnownRow>('known-personas.jsonl').map((row) => ({
    prompt: row.prompt,
    chosen: row.response_a,
    rejected: row.response_b,
  }));
  const mild = lines<{ chosen: string; rejected: string }>('hh-rlhf-mild.jsonl').map(lastTurn);
  return { known: known.slice(0, limit), mild: mild.slice(0, limit) };
}

function lastTurn({ chosen, rejected }: { chosen: string; rejected: string }): Pair {
  const split = (text: string) => text.lastIndexOf('\n\nAssistant:');
  const before = chosen.slice(0, split(chosen));
  const prompt = before.slice(before.lastIndexOf('\n\nHuman:') + 8).trim();
  return {
    prompt,
    chosen: chosen.slice(split(chosen) + 12).trim(),
    rejected: rejected.slice(split(rejected) + 12).trim(),
  };
}

function lines<T>(file: string): T[] {
  // The files' columns are listed in ../shared/data/README.md.
  return readFileSync(data + file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
