import type { SparseTable } from '../../../src/domain/reader';
import { varint } from '../../../src/engine/graph/wire';
import { frontCoded } from '../../../src/tasks/dinghy/frontCoded';

/** Weights as signed bytes, small ones left out, units without any too. */
export function packedSparse(
  weights: ReadonlyMap<string, ReadonlyMap<number, number>>,
  small: number,
): SparseTable {
  const kept = Array.from(weights, ([unit, row]): [string, [number, number][]] => [
    unit,
    [...row].filter(([, weight]) => Math.abs(weight) >= small),
  ])
    .filter(([, row]) => row.length > 0)
    .sort(byUnit);
  const most = kept.reduce((top, [, row]) => Math.max(top, ...row.map(([, x]) => Math.abs(x))), 0);
  const step = most / 127;
  const bytes = kept.flatMap(([, row]) => {
    let before = -1;
    const entries = row
      .sort(([x], [y]) => x - y)
      .flatMap(([column, x]) => {
        const steps = varint(column - before);
        before = column;
        return [...steps, Math.round(x / step) & 0xff];
      });
    return [...entries, 0];
  });
  return {
    units: frontCoded(kept.map(([unit]) => unit)),
    rows: Buffer.from(bytes).toString('base64'),
    step,
  };
}

/** The order of a table's rows, which front coding needs. */
export const byUnit = ([x]: readonly [string, unknown], [y]: readonly [string, unknown]) =>
  x < y ? -1 : 1;
