/** Tokens for which room is left behind a copy, so that the next ones need none. */
const ROOM = 64;

/**
 * `rows` rows of numbers, each with those of `own` behind those of `old`.
 * @param mayReuse true when nobody needs `old` any more: it is then written over where it has the room
 */
export function grown(
  old: Float32Array,
  own: Float32Array,
  { rows, width, mayReuse }: { rows: number; width: number; mayReuse: boolean },
): Float32Array {
  const [before, added] = [old.length / rows, own.length / rows];
  const size = old.length + own.length;
  const reuse = mayReuse && old.buffer.byteLength - old.byteOffset >= size * old.BYTES_PER_ELEMENT;
  const all = reuse
    ? new Float32Array(old.buffer, old.byteOffset, size)
    : new Float32Array(size + rows * ROOM * width).subarray(0, size);
  // From the last row to the first: each moves up, and never over one that is still to move.
  for (let row = rows - 1; row >= 0; row--) {
    const [from, to] = [row * before, row * (before + added)];
    if (reuse) all.copyWithin(to, from, from + before);
    else all.set(old.subarray(from, from + before), to);
    all.set(own.subarray(row * added, (row + 1) * added), to + before);
  }
  return all;
}
