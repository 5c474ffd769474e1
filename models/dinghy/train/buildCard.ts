/**
 * Writes card.json: what the app must know of the model, its files with sizes and hashes, its figures.
 * Usage: npx tsx buildCard.ts [out/figures.json [out/files.json]]
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ModelCard, ModelFile } from '../../../src/domain/types';

const root = new URL('..', import.meta.url).pathname;
const [figuresFile = 'out/figures.json', lossFile = 'out/files.json'] = process.argv.slice(2);
/** What evaluate/files.ts writes: the same tasks with each file of weights. */
interface Losses {
  n: number;
  files: { path: string; sha256: string; figures: Record<string, number> }[];
}

const file = (path: string, role: ModelFile['role'] = 'default'): ModelFile => {
  const bytes = readFileSync(root + path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, sizeBytes: bytes.length, sha256, role };
};

/** Our own files, in the shapes that the measuring scripts write; `null` where there is none. */
const read = <T>(path: string) =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;

const card: ModelCard & { figures: object } = {
  id: 'dinghy',
  name: 'Dinghy',
  summary:
    'A small model of our own. It names how two answers differ and arranges notes; it knows nothing itself.',
  promptKind: 'task-tuned',
  parameters: 3_246_528,
  contextTokens: 512,
  dtype: { wasm: 'q8', webgpu: 'fp16' },
  license: 'Apache-2.0',
  files: [
    file('config.json'),
    file('generation_config.json'),
    file('tokenizer.json'),
    file('tokenizer_config.json'),
    file('axes.json'),
    file('topics.json'),
    file('gauge.json'),
    file('reader.json'),
    file('onnx/model_quantized.onnx'),
    file('onnx/model_q4.onnx', 'on-demand'),
    file('onnx/model_fp16.onnx', 'on-demand'),
    file('onnx/model.onnx', 'on-demand'),
  ],
  prefillChunkTokens: 256,
  judgeThreshold: 0.1,
  figures: read<object>(figuresFile) ?? {},
};
const losses = read<Losses>(lossFile);
const hashes = new Set(card.files.map(({ sha256 }) => sha256));
if (losses?.files.every(({ sha256 }) => hashes.has(sha256))) {
  const byFile = losses.files.map(({ path, figures }) => [path, figures]);
  card.figures = { ...card.figures, 'by file': { n: losses.n, ...Object.fromEntries(byFile) } };
} else
  console.log(`${lossFile} is absent or of other weights: losses by 8 and 4 bits are left out.`);
writeFileSync(`${root}card.json`, `${JSON.stringify(card, null, 1)}\n`);
const total = card.files
  .filter(({ role }) => role === 'default')
  .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
console.log(JSON.stringify({ defaultDownloadBytes: total }));
