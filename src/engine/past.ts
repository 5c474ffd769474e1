import { Tensor } from '@huggingface/transformers';
import type { Holdable } from './prefixCache';

/** The attention cache after some tokens: tensors by input name. Tensors on a GPU are freed by hand. */
export class Past implements Holdable {
  /** Scores of the token after it, where they are known: the same prompt again then costs no run. */
  scores: Float32Array | null = null;
  #holders = 1;

  constructor(
    readonly entries: Readonly<Record<string, Tensor>>,
    readonly tokens: number,
  ) {}

  get bytes(): number {
    const scores = this.scores?.byteLength ?? 0;
    return Object.values(this.entries).reduce((sum, tensor) => sum + bytesOf(tensor), scores);
  }

  /** True while a single holder has it. */
  get heldOnce(): boolean {
    return this.#holders === 1;
  }

  get answered(): boolean {
    return this.scores !== null;
  }

  /** Lists of keys and values in main memory can be cut; other states, and a GPU's, cannot. */
  get croppable(): boolean {
    return Object.values(this.entries).every(
      ({ location, dims }) => location === 'cpu' && dims.length === 4 && dims[2] === this.tokens,
    );
  }

  crop(tokens: number, all: number): Past {
    const cut = Object.entries(this.entries).map(([name, tensor]) => [
      name,
      firstOf(tensor, tokens, all),
    ]);
    return new Past(Object.fromEntries(cut) as Record<string, Tensor>, tokens);
  }

  hold(): void {
    this.#holders++;
  }

  release(): void {
    if (--this.#holders > 0) return;
    for (const tensor of Object.values(this.entries)) {
      if (tensor.location === 'gpu-buffer') tensor.dispose();
    }
  }
}

/** With the room behind it. Of a tensor on a GPU the numbers cannot be asked for. */
function bytesOf(tensor: Tensor): number {
  const data = tensor.location === 'cpu' ? tensor.data : null;
  if (data instanceof Float32Array) return data.buffer.byteLength;
  return tensor.size * (tensor.type === 'float16' ? 2 : 4);
}

/**
 * The first `tokens` of a tensor of shape (batch, heads, tokens, width), copied head by head, in
 * memory that has room for `all`. `Tensor.slice` goes number by number, and takes 20 times as long.
 */
function firstOf({ type, dims, data }: Tensor, tokens: number, all: number): Tensor {
  const [batch = 1, heads = 1, from = 1, wide = 1] = dims;
  const source = data as Float32Array; // or another typed array: they are copied alike
  const Numbers = source.constructor as Float32ArrayConstructor;
  const room = new Numbers(batch * heads * all * wide);
  const cut = room.subarray(0, batch * heads * tokens * wide);
  for (let row = 0; row < batch * heads; row++) {
    const start = row * from * wide;
    cut.set(source.subarray(start, start + tokens * wide), row * tokens * wide);
  }
  return new Tensor(type, cut, [batch, heads, tokens, wide]);
}
