import type { GenerationStats, PreferencePair } from '../../src/domain/types';
import { judgePersona } from '../../src/tasks/judging/judgePersona';
import type { Model } from '../../src/tasks/model';
import { inferOptions, tailorOptions } from '../../src/tasks/options';
import { inferPersona } from '../../src/tasks/persona-inference/inferPersona';
import { personaPrompt } from '../../src/tasks/persona-inference/prompt';
import { besideQuestion } from '../../src/tasks/persona-tailoring/methods/besideQuestion';
import { drain } from '../../src/tasks/streams';
import { loadModel } from './model';
import { personas, questions, samplePairs } from './samples';

/** What one device and number of threads gives; medians. */
export interface SpeedFigures {
  threads: number;
  loadMs: number;
  prefillTokensPerS: number;
  decodeTokensPerS: number;
  /** Both sides of one pair inferred, each persona judged on another pair. */
  inferAndCheckPairMs: number;
  tailoredAnswerMs: number;
  tailoredFirstWordMs: number;
}

/** Loads the model and does each job several times. */
export async function measureSpeed(modelId: string, threads: number): Promise<SpeedFigures> {
  const { model, loaded, loadMs } = await loadModel(modelId, threads);
  const stats: GenerationStats[] = [];
  const pairs = samplePairs(16);
  const prefill = await measurePrefill(model, pairs.slice(8));
  const pairMs: number[] = [];
  for (const [index, pair] of pairs.slice(0, 8).entries()) {
    const other = pairs[index + 1] ?? pair;
    const started = performance.now();
    stats.push(...(await inferAndCheck(model, pair, other)));
    pairMs.push(performance.now() - started);
  }
  const answers = [];
  for (const [index, prompt] of questions.entries()) {
    answers.push(await tailor(model, prompt, personas[index] ?? ''));
  }
  await model.engine.unload();
  stats.push(...answers.flatMap((answer) => answer.stats ?? []));
  return {
    threads: loaded.threads,
    loadMs,
    prefillTokensPerS: prefill,
    decodeTokensPerS: median(
      stats
        .filter(({ newTokens }) => newTokens > 4)
        .map(({ newTokens, decodeMs }) => perSecond(newTokens - 1, decodeMs)),
    ),
    inferAndCheckPairMs: median(pairMs),
    tailoredAnswerMs: median(answers.map(({ totalMs }) => totalMs)),
    tailoredFirstWordMs: median(answers.map(({ firstMs }) => firstMs)),
  };
}

/** Tokens a second while reading prompts that the cache does not hold. */
async function measurePrefill(model: Model, pairs: readonly PreferencePair[]): Promise<number> {
  const rates = [];
  for (const pair of pairs) {
    const data = { kind: 'data' as const, text: `${pair.rejected} ${pair.chosen}`.repeat(2) };
    const prompt =
      model.card.promptKind === 'task-tuned'
        ? personaPrompt.taskTuned({ ...pair, reason: '' })
        : null;
    const { stats } = await model.engine.score({
      prompt: prompt ?? { kind: 'parts', parts: [data] },
      continuations: [],
      next: 1,
    });
    rates.push(perSecond(stats.promptTokens - stats.cachedTokens, stats.prefillMs));
  }
  return median(rates);
}

/** An answer to one question for one persona, piece by piece. */
export const answerTo = (model: Model, prompt: string, persona: string) =>
  besideQuestion.respond(model, {
    prompt,
    persona,
    poles: null,
    ownNotes: null,
    examples: [],
    options: tailorOptions,
  });

/** Answers one question for one persona, and says when the first word and the last came. */
async function tailor(model: Model, prompt: string, persona: string) {
  const started = performance.now();
  const stream = answerTo(model, prompt, persona);
  const first = await stream.next();
  const firstMs = performance.now() - started;
  const { result } = first.done ? { result: first.value } : await drain(stream);
  return { firstMs, totalMs: performance.now() - started, stats: result.made.stats };
}

async function inferAndCheck(model: Model, pair: PreferencePair, other: PreferencePair) {
  const stats: GenerationStats[] = [];
  for (const side of ['chosen', 'rejected'] as const) {
    const { result } = await drain(inferPersona(model, pair, side, inferOptions));
    if (result.made.stats) stats.push(result.made.stats);
    const opposite = side === 'chosen' ? 'rejected' : 'chosen';
    await judgePersona(model, {
      persona: result.text ?? personas[0] ?? '',
      prompt: other.prompt,
      expected: other[side],
      other: other[opposite],
    });
  }
  return stats;
}

const perSecond = (count: number, ms: number) => (ms <= 0 ? NaN : (count / ms) * 1000);

/** The middle value; NaN entries are left out. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}
