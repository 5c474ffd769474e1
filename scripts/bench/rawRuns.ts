import { grown } from '../../src/engine/grown';
import { median, relative } from './numbers';

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
  pair: {
    stepMs: number;
    singleStepMs: number;
    prefillMs: number;
    singlePrefillMs: number;
    padding: number;
  } | null;
}

interface RawTensor {
  data: unknown;
  dims: readonly number[];
}
/** What onnxruntime-web and onnxruntime-node have in common. */
interface RawSession<T extends RawTensor> {
  inputNames: readonly string[];
  outputNames: readonly string[];
  run(feeds: Record<string, T>, outputs: readonly string[]): Promise<Record<string, T>>;
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
  const freshToo = session.outputNames.some((name) => name.startsWith('fresh'));
  const wanted = session.outputNames.filter((name) => !freshToo || !name.startsWith('present'));
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
    const { logits, ...outputs } = await session.run(feeds, wanted);
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
  async function steps(past: Past<T>, count: number, rows = 1) {
    const times = [];
    for (let done = 0; done < count; done++) {
      const step = await run(1, past, rows, { mayReuse: done > 0 });
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
      const own = { mayReuse: turn > 0 };
      const [a, b] = [await run(1, single, 1, own), await run(1, double, 2, own)];
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
    const alone = await run(29, null, 1, { ids: short });
    const filled = [...long, ...Array<number>(11).fill(300), ...short];
    const padded = await run(40, null, 2, { padding: 11, ids: filled });
    const own = padded.scores.subarray(-alone.scores.length);
    return {
      stepMs: median(times.pairStep),
      singleStepMs: median(times.step),
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
