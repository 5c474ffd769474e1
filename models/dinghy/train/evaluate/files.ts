/**
 * What 8 and 4 bits lose: the same task figures for each exported file, beside those of the one in 32 bits.
 * Usage: npx tsx --import ./evaluate/rawText.js evaluate/files.ts [--model ..] [--n 100] [--out out/files.json]
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureInfer } from './generated';
import { measureNatural } from './natural';
import { Dinghy } from './runtime';
import { subjectOf } from './subject';
import { measureTailor } from './tailor';

/** The first is what the others stand beside. */
const FILES = [
  { path: 'onnx/model.onnx', bits: '32 bits' },
  { path: 'onnx/model_quantized.onnx', bits: '8 bits' },
  { path: 'onnx/model_q4.onnx', bits: '4 bits' },
];
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: new URL('../..', import.meta.url).pathname },
    n: { type: 'string', default: '100' },
    out: { type: 'string', default: 'out/files.json' },
  },
});
const n = Number(values.n);

/** One number by its path in the figures of a measurement; NaN where it is not there. */
function numberAt(figures: unknown, ...names: string[]): number {
  const found = names.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null ? new Map(Object.entries(at)).get(name) : null,
    figures,
  );
  return typeof found === 'number' ? found : NaN;
}

/** All figures of one file, greedy: of two files only the weights differ. */
async function figuresOf(file: string): Promise<Record<string, number>> {
  const model = await Dinghy.load(values.model, path.basename(file));
  const subject = subjectOf(model);
  const generated = await measureInfer(subject, { topics: 'held', wordings: 'seen' }, n);
  const natural = await measureNatural(subject, n);
  const { figures: tailored } = await measureTailor(model, n);
  const alone = 'language model alone';
  return {
    'infer, generated: precision': numberAt(generated, 'precision'),
    'infer, generated: recall': numberAt(generated, 'recall'),
    'infer, generated, model alone: precision': numberAt(generated, alone, 'precision'),
    'infer, generated, model alone: recall': numberAt(generated, alone, 'recall'),
    'infer, natural: precision': numberAt(natural, 'infer', 'precision'),
    'infer, natural: coverage': numberAt(natural, 'infer', 'coverage'),
    'infer, natural, model alone: precision': numberAt(natural, `infer, ${alone}`, 'precision'),
    'infer, natural, model alone: coverage': numberAt(natural, `infer, ${alone}`, 'coverage'),
    'judge, natural: accuracy': numberAt(natural, 'judge', 'accuracy'),
    'judge, natural, model alone: accuracy': numberAt(natural, 'judge', alone),
    'tailor: realised': numberAt(tailored, 'realised'),
    'tailor: realised, of what the notes allow': numberAt(
      tailored,
      'realised, of what the notes allow',
    ),
    'tailor: answers with a slot twice': numberAt(tailored, 'answersWithRepeats') / n,
    'tailor: broken slots an answer': numberAt(tailored, 'badReferences') / n,
  };
}

const measured = [];
for (const file of FILES) {
  const started = performance.now();
  const bytes = readFileSync(path.join(values.model, file.path));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  measured.push({ ...file, sha256, figures: await figuresOf(file.path) });
  console.log(`${file.path}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

const [exact, ...rounded] = measured;
const rows = Object.entries(exact?.figures ?? {}).map(([what, figure]) => {
  const beside = rounded.flatMap(({ bits, figures }) => {
    const own = figures[what] ?? NaN;
    const change = own - figure;
    return [
      [bits, own.toFixed(3)],
      [`change by ${bits}`, `${change < 0 ? '' : '+'}${change.toFixed(3)}`],
    ];
  });
  return [what, { [exact?.bits ?? '']: figure.toFixed(3), ...Object.fromEntries(beside) }];
});
console.table(Object.fromEntries(rows));
writeFileSync(values.out, JSON.stringify({ n, files: measured }, null, 1));
