import { Tensor } from '@huggingface/transformers';
import { grown } from './grown';

/**
 * Keys or values with those of new tokens behind them: (batch, heads, tokens, width).
 * @param mayReuse true when nobody needs `past` any more: its memory is then written over where it
 * has the room
 */
export function withFresh(past: Tensor | null, fresh: Tensor, mayReuse: boolean): Tensor {
  if (!past) return fresh;
  const [batch = 1, heads = 1, before = 0, width = 1] = past.dims;
  const added = fresh.dims[2] ?? 0;
  const [old, own] = [past.data as Float32Array, fresh.data as Float32Array]; // only these are asked for
  const all = grown(old, own, { rows: batch * heads, width, mayReuse });
  return new Tensor('float32', all, [batch, heads, before + added, width]);
}
