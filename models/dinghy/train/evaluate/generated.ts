import { inferPoles } from '../../../../src/tasks/persona-inference/inferPoles';
import { readPoles } from '../../../../src/tasks/persona-inference/understandPersona';
import { readSample } from '../personas';
import { Random } from '../random';
import { inferSample } from '../samples';
import type { Split } from '../wordings';
import { JudgeCount } from './judge';
import { Naming } from './naming';
import type { Subject } from './subject';

/** Poles of generated personas, by the whole and by the language model alone. */
export async function measureRead(subject: Subject, split: Split, n: number) {
  const random = new Random(501);
  const [whole, alone] = [new Naming(), new Naming()];
  for (let i = 0; i < n; i += 1) {
    const { input, truth } = readSample(random, split);
    if (truth.length === 0) continue;
    whole.add(await readPoles(subject.whole, textOf(input)), truth);
    alone.add(await readPoles(subject.alone, textOf(input)), truth);
  }
  return { ...whole.figures, 'language model alone': alone.figures };
}

/** Poles that set generated pairs apart. */
export async function measureInfer(
  subject: Subject,
  split: Split,
  n: number,
  options: { axes?: number; heldPairs?: boolean } = {},
) {
  const random = new Random(502);
  const [whole, alone, gauge] = [new Naming(), new Naming(), new Naming()];
  for (let i = 0; i < n; i += 1) {
    const { pair = nothing, truth } = inferSample(random, split, {
      axes: options.axes ?? random.between(1, 3),
      heldPairs: options.heldPairs ?? false,
    });
    whole.add(await inferPoles(subject.whole, pair), truth);
    alone.add(await inferPoles(subject.alone, pair), truth);
    gauge.add(await inferPoles(subject.gauge, pair), truth);
  }
  return {
    ...whole.figures,
    'language model alone': alone.figures,
    'gauge alone': gauge.figures,
  };
}

/** Pairs that differ only in what they say: the share for which nothing is named. */
export async function measureAbstention(subject: Subject, split: Split, n: number) {
  const random = new Random(503);
  let silent = 0;
  for (let i = 0; i < n; i += 1) {
    const { pair = nothing } = inferSample(random, split, { axes: 0 });
    silent += Number((await inferPoles(subject.whole, pair)).length === 0);
  }
  return silent / n;
}

/** Does a persona written in other words for the pair's poles pick the chosen response? */
export async function measureJudge(subject: Subject, split: Split, n: number) {
  const random = new Random(504);
  const count = new JudgeCount();
  for (let i = 0; i < n; i += 1) {
    const { pair = nothing, truth } = inferSample(random, split, { axes: random.between(1, 3) });
    await count.add(subject, personaFor(truth, random, split), pair);
  }
  return count.figures;
}

const nothing = { prompt: '', chosen: '', rejected: '' };

/** The persona in the middle of a reading prompt. */
const textOf = (input: string) =>
  input.replace('<|read|><|persona|>', '').replace(/<\|features\|>.*$/s, '');

function personaFor(truth: readonly string[], random: Random, split: Split): string {
  for (;;) {
    const { input, truth: said } = readSample(random, split, truth);
    if (said.length === truth.length) return textOf(input);
  }
}
