import type { Tensor } from '@huggingface/transformers';
import type { Holdable } from './prefixCache';

/** The attention cache after some tokens: tensors by input name. Tensors on a GPU are freed by hand. */
export class Past implements Holdable {
  #holders = 1;

  constructor(
    readonly entries: Readonly<Record<string, Tensor>>,
    readonly tokens: number,
  ) {}

  get bytes(): number {
    return Object.values(this.entries).reduce((sum, { size, type }) => sum + size * width(type), 0);
  }

  /** Lists of keys and values in main memory can be cut; other states, and a GPU's, cannot. */
  get croppable(): boolean {
    return Object.values(this.entries).every(
      ({ location, dims }) => location === 'cpu' && dims.length === 4 && dims[2] === this.tokens,
    );
  }

  crop(tokens: number): Past {
    const cut = Object.entries(this.entries).map(([name, tensor]) => [
      name,
      tensor.slice(null, null, [0, tokens], null),
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

const width = (type: string) => (type === 'float16' ? 2 : 4);
