import { knowledge } from '../wordings';

const places = new Map<string, { axis: number; sign: number }>(
  knowledge.axes.flatMap(({ poles: [a, b] }, axis) => [
    [a.id, { axis, sign: 1 }],
    [b.id, { axis, sign: -1 }],
  ]),
);

/** Where a pole stands: its axis and 1 for the first end, -1 for the second. */
export function placeOf(pole: string): { axis: number; sign: number } {
  const place = places.get(pole);
  if (!place) throw new Error(`no such pole: ${pole}`);
  return place;
}

/** Per axis 1, -1 or 0 for a list of poles. */
export function signs(poles: readonly string[]): Int8Array {
  const out = new Int8Array(knowledge.axes.length);
  for (const pole of poles) {
    const { axis, sign } = placeOf(pole);
    out[axis] = sign;
  }
  return out;
}
