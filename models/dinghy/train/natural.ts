/**
 * Training examples from the pairs that people wrote (natural/train-*.jsonl), each pair many times:
 * both sides, other wordings, other noise. `npx tsx natural.ts --out FILE --count N [--seed 1]`
 */
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { readPrompt } from '../../../src/tasks/dinghy/prompts';
import { isKept, trainingPairs, trainingPersonas, type WrittenPair } from './gauge/written';
import { roughen } from './noise';
import { Random } from './random';
import { finishInfer, promptString, type Pair, type Sample } from './samples';
import { poles } from './wordings';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/natural.jsonl' },
    count: { type: 'string', default: '6000' },
    seed: { type: 'string', default: '1' },
  },
});
const random = new Random(Number(values.seed));
const known = new Set(poles.map(({ id }) => id));
/** Reasons a sentence can hold; further ones are left to the odds. */
const MOST = 3;
const pairs = trainingPairs()
  .filter(({ prompt }) => !isKept(prompt))
  .flatMap(bothSides);
const personas = trainingPersonas().filter(({ persona }) => !isKept(persona));

const file = createWriteStream(values.out);
for (let index = 0; index < Number(values.count); index += 1) {
  const side = random.pick(pairs);
  const free = random.pick(personas);
  const sample = random.chance(0.5)
    ? inferOf(side)
    : random.chance(0.3)
      ? readOf(side.persona, side.truth)
      : readOf(free.persona, free.poles);
  file.write(`${JSON.stringify(sample)}\n`);
}
file.end();
console.log(
  JSON.stringify({
    sides: pairs.length,
    personas: personas.length,
    examples: Number(values.count),
  }),
);

function bothSides(pair: WrittenPair): (Pair & { persona: string })[] {
  const { prompt, a, b, polesA, polesB, personaA, personaB } = pair;
  const wrong = [...polesA, ...polesB].filter((pole) => !known.has(pole));
  if (wrong.length > 0) throw new Error(`no such pole: ${wrong.join(', ')} in ${prompt}`);
  const truth = (labels: string[]) => labels.slice(0, MOST);
  return [
    { prompt, chosen: a, rejected: b, truth: truth(polesA), persona: personaA },
    { prompt, chosen: b, rejected: a, truth: truth(polesB), persona: personaB },
  ];
}

function inferOf(side: Pair): Sample {
  return finishInfer(random, { ...side, truth: reorder(side.truth) });
}

function readOf(persona: string, truth: string[]): Sample {
  const output = truth.map((pole) => `<|p:${pole}|>`).join('') || '<|none|>';
  const input = promptString(readPrompt(roughen(persona, random, 0.15)));
  return { task: 'read', input, output, truth };
}

/** Most telling first, as written; at times another order, so that odds of all of them are learnt. */
function reorder(truth: readonly string[]): string[] {
  return random.chance(0.4) ? random.shuffle([...truth]) : [...truth];
}
