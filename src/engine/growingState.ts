import { Tensor } from '@huggingface/transformers';

/** Tokens for which room is left behind a copy, so that the next ones need none. */
const ROOM = 64;

/**
 * Keys or values with those of new tokens behind them: (batch, heads, tokens, width).
 * @param mayReuse true when nobody needs `past` any more: its memory is then written over where it
 * has the room
 */
export function withFresh(past: Tensor | null, fresh: Tensor, mayReuse: boolean): Tensor {
  if (!past) return fresh;
  const [batch = 1, heads = 1, before = 0, width = 1] = past.dims;
  const added = fresh.dims[2] ?? 0;
  const rows = batch * heads;
  const [old, own] = [past.data as Float32Array, fresh.data as Float32Array]; // only these are asked for
  const size = rows * (before + added) * width;
  const reuse = mayReuse && old.buffer.byteLength - old.byteOffset >= size * old.BYTES_PER_ELEMENT;
  const all = reuse
    ? new Float32Array(old.buffer, old.byteOffset, size)
    : new Float32Array(size + rows * ROOM * width).subarray(0, size);
  // From the last head to the first: each moves up, and never over one that is still to move.
  for (let row = rows - 1; row >= 0; row--) {
    const [from, to] = [row * before * width, row * (before + added) * width];
    const end = from + before * width;
    if (reuse) all.copyWithin(to, from, end);
    else all.set(old.subarray(from, end), to);
    all.set(own.subarray(row * added * width, (row + 1) * added * width), to + before * width);
  }
  return new Tensor('float32', all, [batch, heads, before + added, width]);
}
