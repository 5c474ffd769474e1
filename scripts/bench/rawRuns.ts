/** What a graph does by itself; milliseconds, medians of a few runs. */
export interface RawFigures {
  /** 256 new tokens on nothing. */
  prefillMs: number;
  /** One token after 256. */
  stepMs: number;
  /** 100 new tokens after 1,000 kept. */
  warmMs: number;
  /** One token after 1,000. */
  lateStepMs: number;
  /** Two streams in one batch: a step, and 128 tokens each read at once; `null` where not asked. */
  pair: { stepMs: number; prefillMs: number; singlePrefillMs: number; padding: number } | null;
}

interface RawTensor {
  data: unknown;
  dims: readonly number[];
}
/** What onnxruntime-web and onnxruntime-node have in common. */
interface RawSession<T extends RawTensor> {
  inputNames: readonly string[];
  run(feeds: Record<string, T>): Promise<Record<string, T>>;
}
type MakeTensor<T> = {
  (type: 'int64', data: BigInt64Array, dims: readonly number[]): T;
  (type: 'float32', data: Float32Array, dims: readonly number[]): T;
};

/** Heads and width of the states of the 135M shape. */
const [GROUPS, WIDTH] = [3, 64];

/** Runs a graph of the 135M shape on random tokens. */
export async function measureRaw<T extends RawTensor>(
  session: RawSession<T>,
  tensor: MakeTensor<T>,
  batches: boolean,
): Promise<RawFigures> {
  const states = session.inputNames.filter((name) => name.startsWith('past'));
  const whole = (values: number[], dims: number[]) =>
    tensor('int64', BigInt64Array.from(values, BigInt), dims);
  let state = 7;
  const random = () => 300 + ((state = (state * 48271) % 2147483647) % 4000);

  /** `padding`: tokens at the beginning of the last row that do not count. */
  async function run(fresh: number, past: Past<T> | null, rows = 1, padding = 0, ids?: number[]) {
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
    const { logits, ...present } = await session.run(feeds);
    const ms = performance.now() - started;
    const kept = Object.entries(present).map(([name, t]) => [
      name.replace('present', 'past_key_values'),
      t,
    ]);
    const next: Past<T> = { states: Object.fromEntries(kept) as Record<string, T>, tokens: total };
    return { ms, past: next, scores: logits?.data as Float32Array };
  }
  async function steps(past: Past<T>, count: number, rows = 1) {
    const times = [];
    for (let done = 0; done < count; done++) {
      const step = await run(1, past, rows);
      past = step.past;
      times.push(step.ms);
    }
    return median(times);
  }

  await run(8, null);
  const reads = [await run(256, null), await run(256, null), await run(256, null)];
  const [{ past }] = reads as [Awaited<ReturnType<typeof run>>];
  const stepMs = await steps(past, 15);
  let prefix: Past<T> | null = null;
  for (let part = 0; part < 8; part++) prefix = (await run(125, prefix)).past;
  const warm = [await run(100, prefix), await run(100, prefix), await run(100, prefix)];
  const lateStepMs = await steps(prefix as Past<T>, 9);
  return {
    prefillMs: median(reads.map(({ ms }) => ms)),
    stepMs,
    warmMs: median(warm.map(({ ms }) => ms)),
    lateStepMs,
    pair: batches ? await pairs() : null,
  };

  /** One stream against two, in turns. */
  async function pairs() {
    const times = {
      step: [] as number[],
      pairStep: [] as number[],
      one: [] as number[],
      two: [] as number[],
    };
    let [single, double] = [(await run(256, null)).past, (await run(256, null, 2)).past];
    for (let turn = 0; turn < 15; turn++) {
      const [a, b] = [await run(1, single), await run(1, double, 2)];
      [single, double] = [a.past, b.past];
      times.step.push(a.ms);
      times.pairStep.push(b.ms);
    }
    for (let turn = 0; turn < 3; turn++) {
      times.one.push((await run(128, null)).ms + (await run(128, null)).ms);
      times.two.push((await run(128, null, 2)).ms);
    }
    const [long, short] = [40, 29].map((count) => Array.from({ length: count }, random)) as [
      number[],
      number[],
    ];
    const alone = await run(29, null, 1, 0, short);
    const filled = [...long, ...Array<number>(11).fill(300), ...short];
    const padded = await run(40, null, 2, 11, filled);
    const own = padded.scores.subarray(-alone.scores.length);
    return {
      stepMs: (median(times.pairStep) / median(times.step)) * stepMs,
      prefillMs: median(times.two),
      singlePrefillMs: median(times.one),
      padding: relative(alone.scores, own),
    };
  }
}

interface Past<T> {
  states: Record<string, T>;
  tokens: number;
}

/** Largest difference over the spread of the scores. */
function relative(a: Float32Array, b: Float32Array): number {
  const mean = a.reduce((sum, x) => sum + x, 0) / a.length;
  const spread = Math.sqrt(a.reduce((sum, x) => sum + (x - mean) ** 2, 0) / a.length);
  return a.reduce((max, x, i) => Math.max(max, Math.abs(x - (b[i] ?? NaN))), 0) / spread;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
