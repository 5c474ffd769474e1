/**
 * Training examples from the pairs that people wrote (natural/train-*.jsonl), each pair many times:
 * both sides, other wordings, other noise. `npx tsx natural.ts --out FILE --count N [--seed 1]`
 */
import { createWriteStream, readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Random } from './random';
import { finishInfer, type Pair } from './samples';
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
  const pair = random.pick(pairs);
  file.write(`${JSON.stringify(finishInfer(random, { ...pair, truth: reorder(pair.truth) }))}\n`);
}
file.end();
console.log(JSON.stringify({ sides: pairs.length, examples: Number(values.count) }));

function bothSides(line: string): Pair[] {
  const { prompt, a, b, polesA, polesB } = JSON.parse(line) as Record<string, string & string[]>;
  const wrong = [...polesA, ...polesB].filter((pole) => !known.has(pole));
  if (wrong.length > 0) throw new Error(`no such pole: ${wrong.join(', ')} in ${prompt}`);
  return [
    { prompt, chosen: a, rejected: b, truth: polesA },
    { prompt, chosen: b, rejected: a, truth: polesB },
  ];
}

/** Most telling first, as written; at times another order, so that odds of all of them are learnt. */
function reorder(truth: readonly string[]): string[] {
  return random.chance(0.4) ? random.shuffle([...truth]) : [...truth];
}
