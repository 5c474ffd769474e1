import path from 'node:path';
import type { Answer } from './page/side';
import { measureNode } from './node';
import { inTurns, mediansOf, openSides, words } from './sides';
import { ms, rate, type Line } from './line';
import { median } from './numbers';
import { cache, type BenchSite } from './site';

type Say = (text: string) => void;
/** Two personas, two orders. */
const CHECKS_OF_PAIR = 4;

/**
 * Infer and check with few-shot prompts, ours beside plain Transformers.js: all questions together, then
 * medians of either kind, which leave out cold prompts and what else disturbed a question.
 */
export async function compareTasks(
  site: BenchSite,
  modelId: string,
  count: number,
  threads: number,
  say: Say,
): Promise<Line[]> {
  const page = await site.page();
  const questions = await page.evaluate((pairs) => window.bench.inferAndCheck(pairs), count);
  await page.close();
  const { sides, close } = await openSides(site, ['ours', 'plain'], modelId, threads);
  const times = await inTurns(sides, questions, (done) => say(`${done} of ${questions.length}`));
  await close();
  const line = (what: string, figure: (all: number[]) => number, goal: number | null): Line => {
    const [ours, plain] = [figure(times.ours ?? []), figure(times.plain ?? [])];
    return { what, ours: ms(ours), other: `plain ${ms(plain)}`, ratio: plain / ours, goal };
  };
  const sum = (all: number[]) => all.reduce((total, each) => total + each, 0);
  const ofKind = (all: number[], judging: boolean) =>
    all.filter((_, at) => (questions[at]?.newTokens === null) === judging);
  const inference = (all: number[]) => median(ofKind(all, false));
  const pairChecked = (all: number[]) => {
    const checks = ofKind(all, true);
    return median(
      checks.flatMap((_, at) =>
        at % CHECKS_OF_PAIR ? [] : [sum(checks.slice(at, at + CHECKS_OF_PAIR))],
      ),
    );
  };
  return [
    line(`infer + check ${count} pairs, few-shot prompts (${questions.length} questions)`, sum, 5),
    line('an inference that writes 24 tokens, median', inference, null),
    line('two personas checked on a pair, in both orders, median', pairChecked, null),
  ];
}

/** Reading, writing and a warm prefix in the 135M shape. */
export async function compareSpeed(
  site: BenchSite,
  modelId: string,
  threads: number,
  say: Say,
): Promise<Line[]> {
  const { sides, close } = await openSides(site, ['ours', 'plain', 'wllama'], modelId, threads);
  for (const ask of Object.values(sides)) await ask({ prompt: words(8, 1), newTokens: 2 });
  say('reading');
  const readRate = ({ promptTokens, firstMs }: Answer) => (promptTokens / firstMs) * 1000;
  const read = await mediansOf(
    sides,
    3,
    (round) => ({ prompt: words(256, 10 + round), newTokens: 1 }),
    readRate,
  );
  say('writing');
  const writeRate = ({ newTokens, totalMs, firstMs }: Answer) =>
    ((newTokens - 1) / (totalMs - firstMs)) * 1000;
  const write = await mediansOf(
    sides,
    3,
    (round) => ({ prompt: words(128, 20 + round), newTokens: 33 }),
    writeRate,
  );
  say('a warm prefix');
  const prefix = words(1000, 30);
  const { plain, ...keeping } = sides;
  for (const ask of Object.values(keeping)) await ask({ prompt: prefix, newTokens: 1 });
  const warmQuestion = (round: number) => ({
    prompt: `${prefix} ${words(100, 40 + round)}`,
    newTokens: 1,
  });
  const first = ({ firstMs }: Answer) => firstMs;
  await mediansOf(keeping, 1, () => warmQuestion(9), first); // ours learns what is shared
  const warm = {
    ...(await mediansOf(keeping, 3, warmQuestion, first)),
    ...(await mediansOf(plain ? { plain } : {}, 1, warmQuestion, first)),
  };
  await close();
  say('onnxruntime-node');
  const node = await measureNode(path.join(cache, modelId, 'onnx/model_quantized.onnx'), threads);
  const nodeRead = 256_000 / node.prefillMs;
  const nodeWrite = 1000 / node.stepMs;
  const against = (
    what: string,
    figures: Record<string, number>,
    other: string,
    value: number,
    goal: number | null,
  ): Line => ({
    what,
    ours: rate(figures.ours ?? NaN),
    other: `${other} ${rate(value)}`,
    ratio: (figures.ours ?? NaN) / value,
    goal,
  });
  const late = (other: string, value: number, goal: number | null): Line => ({
    what: 'first token, 1,000 shared + 100 new',
    ours: ms(warm.ours ?? NaN),
    other: `${other} ${ms(value)}`,
    ratio: value / (warm.ours ?? NaN),
    goal,
  });
  return [
    against('read 256 tokens', read, 'plain', read.plain ?? NaN, null),
    against('read 256 tokens', read, 'wllama', read.wllama ?? NaN, 4),
    against('read 256 tokens', read, 'onnxruntime-node', nodeRead, null),
    against('write 32 tokens after 128', write, 'plain', write.plain ?? NaN, null),
    against('write 32 tokens after 128', write, 'wllama', write.wllama ?? NaN, 1.5),
    against('write 32 tokens after 128', write, 'onnxruntime-node', nodeWrite, null),
    late('plain', warm.plain ?? NaN, 8),
    late('wllama', warm.wllama ?? NaN, null),
    late('onnxruntime-node', node.warmMs, null),
  ];
}
