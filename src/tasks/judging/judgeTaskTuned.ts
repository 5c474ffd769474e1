import { logistic } from '../../domain/stats';
import type { GenerationStats } from '../../domain/types';
import type { Continuation } from '../../engine/engine';
import type { PoleOdds } from '../dinghy/gauge';
import { gaugeOf } from '../dinghy/gaugeOf';
import { provenance, type Model } from '../model';
import { greedy } from '../options';
import { personaPrompt } from '../persona-inference/prompt';
import { readPoles } from '../persona-inference/understandPersona';
import { oddsAsked } from '../persona-inference/weighPersona';
import { calibration } from './calibration';
import type { JudgeQuestion, JudgeResult } from './judgement';

/** Changes when the arithmetic does. */
const ID = 'judging/v1';
/** A strange persona's list is often wrong, and a wrong pole costs a judgement more than a missing one. */
const TRUST = 0.4;

/**
 * The likelihood form: is the persona a likelier reason for taking `expected` than for taking `other`?
 *
 * The infer prompt is scored with the responses in their places and swapped. The persona counts as its
 * poles, each as the first one named; where no pole is understood, as its text. Exchanging the responses
 * turns the evidence round, so the result cannot depend on the order: P(a over b) + P(b over a) = 1.
 * Where a gauge is there, its evidence is asked instead: it is antisymmetric too, and measured better.
 */
export async function judgeTaskTuned(
  model: Model,
  { persona, poles: known, prompt, expected, other }: JudgeQuestion,
  signal?: AbortSignal,
): Promise<JudgeResult> {
  const gauge = gaugeOf(model.knowledge);
  if (gauge) {
    const read = await oddsAsked(model, gauge, persona, TRUST, signal);
    // The model's own odds of a pair are left out: they help naming, not judging (measured).
    const lean = gauge.lean(expected, other);
    const evidence = gauge.judge(withKnown(read, known ?? []), lean);
    const probability = logistic(calibration.gauge.scale * evidence);
    return {
      original: probability,
      swapped: probability,
      symmetric: true,
      made: provenance(model, `${ID}+gauge`, greedy(1), null),
    };
  }
  const poles = known ?? (await readPoles(model, persona, signal));
  const asPoles = poles.length > 0;
  const continuations = asPoles ? poles.map(poleToken) : [sayText(persona)];
  const support = async (chosen: string, rejected: string) => {
    const request = {
      prompt: personaPrompt.taskTuned({ prompt, chosen, rejected }),
      continuations,
    };
    const { continuations: scored, stats } = await model.engine.score(request, signal);
    return { value: asPoles ? ofPoles(scored) : ofText(scored), stats };
  };
  const here = await support(expected, other);
  const there = await support(other, expected);
  const { scale } = asPoles ? calibration.poles : calibration.text;
  const probability = logistic(scale * (here.value - there.value));
  const promptId = `${ID}+${asPoles ? 'poles' : 'text'}+task-tuned`;
  return {
    original: probability,
    swapped: probability,
    symmetric: true,
    made: provenance(model, promptId, greedy(1), both(here.stats, there.stats)),
  };
}

/** Poles that are known for certain, before the odds of those read from the text. */
function withKnown(read: readonly PoleOdds[], known: readonly string[]): PoleOdds[] {
  const sure = known.map((pole) => ({ pole, odds: 1 }));
  return [...sure, ...read.filter(({ pole }) => !known.includes(pole))];
}

type Scored = readonly { tokenLogProbs: number[]; logProb: number }[];

/** Summed over poles; nats. */
function ofPoles(scored: Scored): number {
  return scored.reduce(
    (sum, { logProb }) => sum + Math.log(Math.exp(logProb) + calibration.poles.floor),
    0,
  );
}

/** Averaged over the tokens of the sentence; nats. */
function ofText(scored: Scored): number {
  const logProbs = scored.flatMap(({ tokenLogProbs }) => tokenLogProbs);
  return logProbs.length === 0 ? 0 : logProbs.reduce((sum, x) => sum + x, 0) / logProbs.length;
}

const poleToken = (pole: string): Continuation => [{ kind: 'template', text: `<|p:${pole}|>` }];

/** 600 characters are a long persona; more would not fit beside the responses. */
const sayText = (persona: string): Continuation => [
  { kind: 'template', text: '<|say|>' },
  { kind: 'data', text: persona.trim().slice(0, 600) },
];

function both(one: GenerationStats, other: GenerationStats): GenerationStats {
  return {
    ...one,
    promptTokens: one.promptTokens + other.promptTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    newTokens: one.newTokens + other.newTokens,
    prefillMs: one.prefillMs + other.prefillMs,
    decodeMs: one.decodeMs + other.decodeMs,
  };
}
