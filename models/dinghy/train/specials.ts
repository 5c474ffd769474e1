/**
 * Writes the list of special tokens and the clean text that the tokenizer is trained on.
 * Usage: npx tsx specials.ts OUTDIR
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { allFeatureTokens } from '../../../src/domain/features';
import { allReferences } from '../../../src/tasks/dinghy/compose';
import { poles } from './wordings';

const out = process.argv[2] ?? 'out';
const tasks =
  'pad bos eos read infer tailor persona prompt chosen rejected features notes out say none';
mkdirSync(out, { recursive: true });
writeFileSync(
  `${out}/specials.json`,
  JSON.stringify([
    ...tasks.split(' ').map((name) => `<|${name}|>`),
    ...poles.map(({ id }) => `<|p:${id}|>`),
    ...allReferences(),
    ...allFeatureTokens(),
  ]),
);
