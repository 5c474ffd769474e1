import { grown } from '../../src/engine/grown';

/** A tensor of any runtime, in main memory. */
export interface RawTensor {
  data: unknown;
  dims: readonly number[];
}
/** What onnxruntime-web and onnxruntime-node have in common. */
export interface RawSession<T extends RawTensor> {
  inputNames: readonly string[];
  outputNames: readonly string[];
  run(feeds: Record<string, T>, outputs: readonly string[]): Promise<Record<string, T>>;
}
/** How a runtime makes one. */
export type MakeTensor<T> = {
  (type: 'int64', data: BigInt64Array, dims: readonly number[]): T;
  (type: 'float32', data: Float32Array, dims: readonly number[]): T;
};

/** Heads and width of the states of the 135M shape. */
const [GROUPS, WIDTH] = [3, 64];

/** The attention cache after some tokens. */
export interface Past<T> {
  states: Record<string, T>;
  tokens: number;
}

/** A graph of the 135M shape, to be run by hand on random tokens. */
export function rawGraph<T extends RawTensor>(session: RawSession<T>, tensor: MakeTensor<T>) {
  const states = session.inputNames.filter((name) => name.startsWith('past'));
  const whole = (values: number[], dims: number[]) =>
    tensor('int64', BigInt64Array.from(values, BigInt), dims);
  let state = 7;
  const random = () => 300 + ((state = (state * 48271) % 2147483647) % 4000);

  /** `padding`: tokens at the beginning of the last row that do not count. */
  async function run(
    fresh: number,
    past: Past<T> | null,
    rows = 1,
    { padding = 0, ids = null as number[] | null, mayReuse = false } = {},
  ) {
    const total = (past?.tokens ?? 0) + fresh;
    const mask = Array.from({ length: rows * total }, (_, i) =>
      i >= (rows - 1) * total && i % total < padding ? 0 : 1,
    );
    const none = tensor('float32', new Float32Array(0), [rows, GROUPS, 0, WIDTH]);
    const feeds = {
      ...(past?.states ?? Object.fromEntries(states.map((name) => [name, none]))),
      input_ids: whole(ids ?? Array.from({ length: rows * fresh }, random), [rows, fresh]),
      attention_mask: whole(mask, [rows, total]),
      num_logits_to_keep: whole([1], []),
    };
    const started = performance.now();
    const { logits, ...outputs } = await session.run(feeds, session.outputNames);
    const kept: Record<string, T> = {};
    for (const [name, state] of Object.entries(outputs)) {
      const own = name.replace(/^(present|fresh)/, 'past_key_values');
      const before = name.startsWith('fresh') ? past?.states[own] : undefined;
      kept[own] = before ? appended(before, state, rows, mayReuse) : state;
    }
    const ms = performance.now() - started;
    const next: Past<T> = { states: kept, tokens: total };
    return { ms, past: next, scores: logits?.data as Float32Array };
  }
  function appended(before: T, fresh: T, rows: number, mayReuse: boolean): T {
    const [old, own] = [before.data as Float32Array, fresh.data as Float32Array];
    const all = grown(old, own, { rows: rows * GROUPS, width: WIDTH, mayReuse });
    return tensor('float32', all, [rows, GROUPS, all.length / (rows * GROUPS * WIDTH), WIDTH]);
  }
  return { run, random };
}
