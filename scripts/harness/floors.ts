import type { Model } from '../../src/tasks/model';
import { inferOptions } from '../../src/tasks/options';
import { inferPersona } from '../../src/tasks/persona-inference/inferPersona';
import { drain } from '../../src/tasks/streams';
import { loadModel } from './model';
import { personas, questions, samplePairs } from './samples';
import { answerTo } from './speed';

/** Milliseconds of a page that never had the model: until it is ready, and what is asked of it then. */
export interface FirstFigures {
  loadMs: number;
  firstInferMs: number;
  inferMs: number;
  /** To the 60th word of an answer; what is shorter counts as if it went on at its pace. */
  answerMs: number;
}

const WORDS = 60;

/** Loads the model, infers two personas and writes one answer; each `round` asks something else. */
export async function measureFirst(modelId: string, round: number): Promise<FirstFigures> {
  const { model, loadMs } = await loadModel(modelId, null);
  const firstInferMs = await inferenceMs(model, 2 * round);
  const inferMs = await inferenceMs(model, 2 * round + 1);
  const answerMs = await wordsMs(model, round + 1);
  await model.engine.unload();
  return { loadMs, firstInferMs, inferMs, answerMs };
}

async function inferenceMs(model: Model, index: number): Promise<number> {
  const pair = samplePairs(index + 1).at(-1);
  if (!pair) return NaN;
  const started = performance.now();
  await drain(inferPersona(model, pair, 'chosen', inferOptions));
  return performance.now() - started;
}

async function wordsMs(model: Model, index: number): Promise<number> {
  const started = performance.now();
  let text = '';
  const count = () => text.split(/\s+/).filter(Boolean).length;
  const stream = answerTo(model, questions[index] ?? '', personas[index] ?? '');
  for await (const piece of stream) {
    text += piece;
    if (count() >= WORDS) break;
  }
  const ms = performance.now() - started;
  return (ms * WORDS) / Math.min(WORDS, count());
}
