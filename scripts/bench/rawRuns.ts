import { median, relative } from './numbers';
import { rawGraph, type MakeTensor, type Past, type RawSession, type RawTensor } from './rawGraph';

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

/** Runs a graph of the 135M shape on random tokens. */
export async function measureRaw<T extends RawTensor>(
  session: RawSession<T>,
  tensor: MakeTensor<T>,
  batches: boolean,
): Promise<RawFigures> {
  const { run, random } = rawGraph(session, tensor);
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
