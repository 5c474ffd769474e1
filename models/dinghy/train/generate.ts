/**
 * Writes training or test examples as JSON lines.
 * Usage: npx tsx generate.ts --out FILE --count N [--seed 1] [--tasks read,infer,tailor]
 *   [--topics seen|held] [--wordings seen|held] [--axes 0..3] [--held-pairs]
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { readSample } from './personas';
import { Random } from './random';
import { inferSample, tailorSample } from './samples';
import { poles, type Split } from './wordings';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    tasks: { type: 'string', default: 'read,read,infer,infer,infer,tailor' },
    topics: { type: 'string', default: 'seen' },
    wordings: { type: 'string', default: 'seen' },
    axes: { type: 'string' },
    'held-pairs': { type: 'boolean', default: false },
  },
});
const split: Split = {
  topics: values.topics === 'held' ? 'held' : 'seen',
  wordings: values.wordings === 'held' ? 'held' : 'seen',
};
const random = new Random(Number(values.seed));
const tasks = values.tasks.split(',');
const out = values.out ?? 'out/samples.jsonl';
mkdirSync(dirname(out), { recursive: true });
const file = createWriteStream(out);
const axes = values.axes === undefined ? {} : { axes: Number(values.axes) };
const makers = {
  read: () => readSample(random, split, values.axes ? randomPoles(Number(values.axes)) : undefined),
  infer: () => inferSample(random, split, { ...axes, heldPairs: values['held-pairs'] }),
  tailor: () => tailorSample(random, split, axes),
};
for (let index = 0; index < Number(values.count); index += 1) {
  const task = random.pick(tasks);
  if (task !== 'read' && task !== 'infer' && task !== 'tailor') throw new Error(`no task ${task}`);
  file.write(`${JSON.stringify(makers[task]())}\n`);
}
file.end();

function randomPoles(count: number): string[] {
  return random.sample(poles, count).map(({ id }) => id);
}
