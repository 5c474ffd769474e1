/**
 * Measures the exported model in Node and writes the figures as JSON.
 * Usage: npx tsx --import ./evaluate/rawText.js evaluate.ts [--model ..] [--file model_quantized.onnx] [--n 200] [--out out/figures.json] [--show 30]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureAbstention, measureInfer, measureJudge, measureRead } from './evaluate/generated';
import { measureFacts } from './evaluate/facts';
import { measureNatural } from './evaluate/natural';
import { hasRealData, measureKnownPersonas, measureRealPairs, realPairs } from './evaluate/real';
import { Dinghy } from './evaluate/runtime';
import { subjectOf } from './evaluate/subject';
import { measureTailor } from './evaluate/tailor';
import { measureUsers } from './evaluate/users';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: new URL('..', import.meta.url).pathname },
    file: { type: 'string', default: 'model_quantized.onnx' },
    n: { type: 'string', default: '200' },
    out: { type: 'string', default: 'out/figures.json' },
    show: { type: 'string', default: '0' },
  },
});
const n = Number(values.n);
const model = await Dinghy.load(values.model, values.file);
const subject = subjectOf(model);
const held = { topics: 'held', wordings: 'seen' } as const;
const unseen = { topics: 'held', wordings: 'held' } as const;
const figures: Record<string, unknown> = { file: values.file, n };
const note = (name: string, value: unknown) => {
  figures[name] = value;
  console.log(
    name,
    JSON.stringify(value, (_, x: unknown) => (typeof x === 'number' ? Number(x.toFixed(3)) : x)),
  );
};

note('read, seen wordings', await measureRead(subject, held, n));
note('read, held-out wordings', await measureRead(subject, unseen, n));
for (const axes of [1, 2, 3])
  note(`infer, held-out topics, ${axes} axes`, await measureInfer(subject, held, n, { axes }));
note(
  'infer, held-out topics and combinations',
  await measureInfer(subject, held, n, { axes: 2, heldPairs: true }),
);
note('infer, held-out topics and wordings', await measureInfer(subject, unseen, n));
note('abstains on equal manner, held-out topics', await measureAbstention(subject, held, n));
note('judge, held-out topics', await measureJudge(subject, held, n));
note('judge, held-out topics and wordings', await measureJudge(subject, unseen, n));
note('natural test pairs', await measureNatural(subject, 300));
note('facts, fresh questions', measureFacts('fresh'));
note('facts, first questions', measureFacts('first'));
const userSets = { fifth: '-5', fourth: '-4', third: '-3', fresh: '-2', first: '' };
for (const [set, name] of Object.entries(userSets))
  note(`personas of users, ${set}`, await measureUsers(subject, `userPersonas${name}.jsonl`));
const tailored = await measureTailor(model, 200);
note('tailor', tailored.figures);
if (hasRealData()) {
  note('known-personas', await measureKnownPersonas(subject, 448));
  const { known, mild } = realPairs(n);
  note('real pairs, known-personas', await measureRealPairs(subject, known));
  note('real pairs, hh-rlhf-mild', await measureRealPairs(subject, mild));
} else console.log('../shared/data is absent: real rows are not measured.');
for (const { question, poles, text } of tailored.samples.slice(0, Number(values.show))) {
  console.log(`\n[${poles.join(', ')}] ${question}\n${text}`);
}
writeFileSync(values.out, JSON.stringify(figures, null, 1));
