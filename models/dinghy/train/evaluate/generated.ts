import { inferPrompt, polesIn, readPrompt } from '../../../../src/tasks/dinghy/prompts';
import { readSample } from '../personas';
import { Random } from '../random';
import { inferSample, type Sample } from '../samples';
import type { Split } from '../wordings';
import { judgeAll, JudgeCount } from './judge';
import type { Dinghy } from './runtime';

/** Precision and recall over all named poles, and the share of sets that are exactly right. */
export interface Named {
  n: number;
  precision: number;
  recall: number;
  exact: number;
}

export async function measureRead(model: Dinghy, split: Split, n: number): Promise<Named> {
  const random = new Random(501);
  const samples = Array.from({ length: n }, () => readSample(random, split)).filter(
    ({ truth }) => truth.length > 0,
  );
  return named(samples, async ({ input }) => polesIn(await model.generate(input, { max: 10 })));
}

export async function measureInfer(
  model: Dinghy,
  split: Split,
  n: number,
  options: { axes?: number; heldPairs?: boolean } = {},
): Promise<Named & { abstained: number }> {
  const random = new Random(502);
  const samples = Array.from({ length: n }, () =>
    inferSample(random, split, {
      axes: options.axes ?? random.between(1, 3),
      heldPairs: options.heldPairs ?? false,
    }),
  );
  let abstained = 0;
  const result = await named(samples, async ({ pair }) => {
    const poles = polesIn(await model.generate(inferPrompt(pair ?? nothing), { max: 6 }));
    if (poles.length === 0) abstained += 1;
    return poles;
  });
  return { ...result, abstained: abstained / n };
}

/** Pairs that differ only in what they say: the share for which the model names nothing. */
export async function measureAbstention(model: Dinghy, split: Split, n: number): Promise<number> {
  const random = new Random(503);
  let silent = 0;
  for (let i = 0; i < n; i += 1) {
    const { pair } = inferSample(random, split, { axes: 0 });
    if (polesIn(await model.generate(inferPrompt(pair ?? nothing), { max: 2 })).length === 0)
      silent += 1;
  }
  return silent / n;
}

/** Does a persona written in other words for the pair's poles pick the chosen response? */
export async function measureJudge(
  model: Dinghy,
  split: Split,
  n: number,
): Promise<Record<string, number>> {
  const random = new Random(504);
  const count = new JudgeCount();
  for (let i = 0; i < n; i += 1) {
    const { pair = nothing, truth } = inferSample(random, split, { axes: random.between(1, 3) });
    const { persona } = personaFor(truth, random, split);
    const poles = polesIn(await model.generate(readPrompt(persona), { max: 8 }));
    count.add(await judgeAll(model, persona, poles, pair));
  }
  return count.accuracy;
}

const nothing = { prompt: '', chosen: '', rejected: '' };

function personaFor(truth: readonly string[], random: Random, split: Split): { persona: string } {
  for (;;) {
    const { input, truth: said } = readSample(random, split, truth);
    if (said.length === truth.length) {
      return {
        persona: input.replace('<|read|><|persona|>', '').replace(/<\|features\|>.*$/s, ''),
      };
    }
  }
}

async function named(
  samples: readonly Sample[],
  answer: (sample: Sample) => Promise<string[]>,
): Promise<Named> {
  let right = 0,
    given = 0,
    wanted = 0,
    exact = 0;
  for (const sample of samples) {
    const poles = await answer(sample);
    const hits = poles.filter((pole) => sample.truth.includes(pole)).length;
    right += hits;
    given += poles.length;
    wanted += sample.truth.length;
    exact += Number(hits === poles.length && hits === sample.truth.length);
  }
  return {
    n: samples.length,
    precision: right / Math.max(1, given),
    recall: right / Math.max(1, wanted),
    exact: exact / samples.length,
  };
}
