import { pairOf } from '../../src/domain/comparison';
import { AppError } from '../../src/domain/errors';
import type { Judgement, Persona, PreferencePair, ResponseSide } from '../../src/domain/types';
import { readDataset } from '../../src/features/datasets/reading/readDataset';
import { recognise } from '../../src/features/datasets/reading/recognise';
import { checkFigures, type CheckFigures } from '../../src/tasks/judging/figures';
import { judgePersona } from '../../src/tasks/judging/judgePersona';
import { inReadingOrder, planChecks } from '../../src/tasks/judging/plan';
import type { Model } from '../../src/tasks/model';
import { inferOptions } from '../../src/tasks/options';
import { inferPersona } from '../../src/tasks/persona-inference/inferPersona';
import type { InferenceResult } from '../../src/tasks/persona-inference/result';
import { drain } from '../../src/tasks/streams';

/** What inferring both sides of many pairs and checking the personas on other pairs gives. */
export interface PairFigures {
  kind: 'pairs';
  formatId: string;
  pairs: number;
  refusedRows: number;
  infer: {
    personas: number;
    abstained: number;
    /** Answers that held no persona, and prompts too long for the model. */
    unreadable: number;
    /** Of the pairs with poles on both sides: those that name one pole for both people (a failed swap). */
    bothSided: number;
    samePoleOnBothSides: number;
    distinctPoleSets: number;
    /** The pole named most often, and its share of all personas. */
    commonest: { pole: string; share: number } | null;
    msPerPersona: number;
  };
  check: CheckFigures;
  msPerJudgement: number;
}

/** Pairs each persona is judged on, its own left out. */
const OTHERS = 4;

/** Reads up to `limit` pairs of a file in any import layout, infers both sides, checks on other pairs. */
export async function evaluatePairs(
  model: Model,
  file: File,
  limit: number,
  say: (phase: string, done: number, total: number) => void,
): Promise<PairFigures> {
  const { formatId, pairs, refused } = await readPairs(file, limit);
  const started = performance.now();
  const inferred: { pair: PreferencePair; side: ResponseSide; poles: string[]; text: string }[] =
    [];
  let abstained = 0;
  let unreadable = 0;
  for (const [index, pair] of pairs.entries()) {
    for (const side of ['chosen', 'rejected'] as const) {
      const result = await infer(model, pair, side);
      if (result === null) unreadable += 1;
      else if (result.text === null) abstained += 1;
      else inferred.push({ pair, side, poles: result.poles, text: result.text });
    }
    say('infer', index + 1, pairs.length);
  }
  const inferMs = performance.now() - started;

  const personas = inferred.map(({ pair, side, text }): Persona => ({
    id: `${pair.id}:${side}`,
    text,
    source: 'inferred',
    evidence: { pairId: pair.id, side },
    made: null,
    createdAt: 0,
    updatedAt: 0,
  }));
  const judgements = await check(model, pairs, personas, say);
  return {
    kind: 'pairs',
    formatId,
    pairs: pairs.length,
    refusedRows: refused,
    infer: {
      personas: personas.length,
      abstained,
      unreadable,
      ...poleFigures(inferred),
      msPerPersona: inferMs / Math.max(1, pairs.length * 2),
    },
    check: checkFigures(judgements.made, pairs, personas, model.card.judgeThreshold),
    msPerJudgement: judgements.ms / Math.max(1, judgements.made.length),
  };
}

/** `null` where the model's answer holds no persona, or the pair is too long for it. */
async function infer(
  model: Model,
  pair: PreferencePair,
  side: ResponseSide,
): Promise<InferenceResult | null> {
  try {
    return (await drain(inferPersona(model, pair, side, inferOptions))).result;
  } catch (error) {
    const { code } = AppError.from(error);
    if (code === 'unreadable-output' || code === 'context-too-long') return null;
    throw error;
  }
}

/** The first `limit` decided pairs of a file. */
export async function readPairs(file: File, limit: number) {
  const { formatId } = await recognise(file, true);
  if (formatId === null) throw new Error('The layout of this file is not known.');
  const plan = { datasetId: 'evaluate', formatId, mapping: null, header: true, importedAt: 0 };
  const pairs: PreferencePair[] = [];
  let refused = 0;
  for await (const batch of readDataset(file, plan, undefined, () => true)) {
    refused += batch.refused;
    pairs.push(...batch.comparisons.flatMap((comparison) => pairOf(comparison) ?? []));
    if (pairs.length >= limit) break;
  }
  return { formatId, pairs: pairs.slice(0, limit), refused };
}

async function check(
  model: Model,
  pairs: readonly PreferencePair[],
  personas: readonly Persona[],
  say: (phase: string, done: number, total: number) => void,
): Promise<{ made: Judgement[]; ms: number }> {
  const pairById = new Map(pairs.map((pair) => [pair.id, pair]));
  const personaById = new Map(personas.map((persona) => [persona.id, persona]));
  const plan = inReadingOrder(planChecks(pairs, personas, 1, OTHERS), model.card.promptKind);
  const made: Judgement[] = [];
  const started = performance.now();
  for (const { personaId, pairId, expected } of plan) {
    const pair = pairById.get(pairId);
    const persona = personaById.get(personaId);
    if (!pair || !persona) continue;
    const other = expected === 'chosen' ? 'rejected' : 'chosen';
    const judged = await judgePersona(model, {
      persona: persona.text,
      prompt: pair.prompt,
      expected: pair[expected],
      other: pair[other],
    });
    made.push({ id: `${personaId}:${pairId}`, personaId, pairId, expected, ...judged });
    say('check', made.length, plan.length);
  }
  return { made, ms: performance.now() - started };
}

function poleFigures(inferred: readonly { pair: PreferencePair; poles: string[] }[]) {
  const byPair = new Map<string, { poles: string[] }[]>();
  for (const one of inferred) byPair.set(one.pair.id, [...(byPair.get(one.pair.id) ?? []), one]);
  const bothSided = [...byPair.values()].filter(
    (sides) => sides.length === 2 && sides.every(({ poles }) => poles.length > 0),
  );
  const same = bothSided.filter(([one, two]) => one?.poles.some((id) => two?.poles.includes(id)));
  const counts = new Map<string, number>();
  for (const { poles } of inferred) {
    for (const pole of new Set(poles)) counts.set(pole, (counts.get(pole) ?? 0) + 1);
  }
  const [commonest] = [...counts].sort(([, a], [, b]) => b - a);
  return {
    bothSided: bothSided.length,
    samePoleOnBothSides: same.length,
    distinctPoleSets: new Set(inferred.map(({ poles }) => [...poles].sort().join(' '))).size,
    commonest: commonest
      ? { pole: commonest[0], share: commonest[1] / Math.max(1, inferred.length) }
      : null,
  };
}
