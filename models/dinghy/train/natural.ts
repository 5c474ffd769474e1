/**
 * Training examples from the pairs that people wrote (natural/train-*.jsonl), each pair many times:
 * both sides, other wordings, other noise. `npx tsx natural.ts --out FILE --count N [--seed 1]`
 */
import { createWriteStream, readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Random } from './random';
import { readPrompt } from '../../../src/tasks/dinghy/prompts';
import { roughen } from './noise';
import { finishInfer, promptString, type Pair, type Sample } from './samples';
import { poles } from './wordings';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/natural.jsonl' },
    count: { type: 'string', default: '6000' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = new URL('natural/', import.meta.url);
const random = new Random(Number(values.seed));
const known = new Set(poles.map(({ id }) => id));
const pairs = readdirSync(folder)
  .filter((name) => name.startsWith('train-'))
  .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('\n'))
  .filter((line) => line.trim() !== '')
  .flatMap(bothSides);

const file = createWriteStream(values.out);
for (let index = 0; index < Number(values.count); index += 1) {
  const side = random.pick(pairs);
  const sample = random.chance(0.25) ? readOf(side) : inferOf(side);
  file.write(`${JSON.stringify(sample)}\n`);
}
file.end();
console.log(JSON.stringify({ sides: pairs.length, examples: Number(values.count) }));

interface Written {
  prompt: string;
  a: string;
  b: string;
  polesA: string[];
  polesB: string[];
  personaA: string;
  personaB: string;
}

function bothSides(line: string): (Pair & { persona: string })[] {
  // Written by hand; unknown poles are refused here.
  const { prompt, a, b, polesA, polesB, personaA, personaB } = JSON.parse(line) as Written;
  const wrong = [...polesA, ...polesB].filter((pole) => !known.has(pole));
  if (wrong.length > 0) throw new Error(`no such pole: ${wrong.join(', ')} in ${prompt}`);
  return [
    { prompt, chosen: a, rejected: b, truth: polesA, persona: personaA },
    { prompt, chosen: b, rejected: a, truth: polesB, persona: personaB },
  ];
}

function inferOf(side: Pair): Sample {
  return finishInfer(random, { ...side, truth: reorder(side.truth) });
}

function readOf({ persona, truth }: { persona: string; truth: string[] }): Sample {
  const output = truth.map((pole) => `<|p:${pole}|>`).join('') || '<|none|>';
  const input = promptString(readPrompt(roughen(persona, random, 0.15)));
  return { task: 'read', input, output, truth };
}

/** Most telling first, as written; at times another order, so that odds of all of them are learnt. */
function reorder(truth: readonly string[]): string[] {
  return random.chance(0.4) ? random.shuffle([...truth]) : [...truth];
}
