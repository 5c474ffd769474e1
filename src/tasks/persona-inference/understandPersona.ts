import type { Axis } from '../../domain/knowledge';
import { splitWords } from '../../domain/text';
import { personaHints } from '../dinghy/hints';
import { polesIn, readPrompt } from '../dinghy/prompts';
import type { Gauge } from '../dinghy/gauge';
import { gaugeOf } from '../dinghy/gaugeOf';
import type { Model } from '../model';
import { withoutContradictions } from '../poles';
import { contentWords, phrasesOf } from './phrases';
import { oddsAsked, polesWritten } from './weighPersona';

/** What a persona's text was understood to ask for. */
export interface Understanding {
  /** Pole ids, in the model's order. */
  poles: string[];
  /** Words that no pole explains ("opera"), in lower case; kept for a larger model. */
  unknown: string[];
}

/** Words that are reported. */
const MAX_UNKNOWN = 12;
/** A phrase on its own counts from these odds on: on written personas it then adds recall at no cost in precision. */
const SURE = 0.7;
/** Needs that must not be missed: answering them wrongly does harm. */
const GRAVE = ['alcohol', 'diet'];

/**
 * Maps free persona text to poles, and says which words were not understood.
 * An instruct model reads the text itself: no poles, nothing unknown.
 */
export async function understandPersona(
  model: Model,
  text: string,
  signal?: AbortSignal,
): Promise<Understanding> {
  signal?.throwIfAborted();
  if (model.card.promptKind === 'instruct') return { poles: [], unknown: [] };
  const whole = await readPoles(model, text, signal);
  const gauge = gaugeOf(model.knowledge);
  if (gauge) return withPhrases(model, gauge, whole, text);
  const sure: string[] = [];
  const unknown = new Set<string>();
  for (const phrase of phrasesOf(text)) {
    const { pole, odds } = await readPhrase(model, phrase, signal);
    if (pole === null) for (const word of contentWords(phrase)) unknown.add(word);
    else if (odds >= SURE) sure.push(pole);
  }
  return {
    poles: withoutContradictions([...whole, ...sure], model.knowledge?.axes ?? []),
    unknown: [...unknown].slice(0, MAX_UNKNOWN),
  };
}

/** With a gauge: what single phrases say plainly is added, and words of no weight are unknown. */
function withPhrases(
  { knowledge }: Model,
  gauge: Gauge,
  whole: readonly string[],
  text: string,
): Understanding {
  const phrases = phrasesOf(text);
  const sure = phrases.flatMap((phrase) =>
    gauge
      .asks(phrase)
      .filter(({ odds }) => odds >= SURE)
      .map(({ pole }) => pole),
  );
  const unknown = phrases.flatMap(contentWords).filter((word) => !gauge.knows(word));
  return {
    poles: withoutContradictions([...whole, ...sure], knowledge?.axes ?? []),
    unknown: [...new Set(unknown)].slice(0, MAX_UNKNOWN),
  };
}

/**
 * The poles a text speaks of, of two ends of one axis the first; empty when nothing is understood.
 * For task-tuned models.
 */
export async function readPoles(
  model: Model,
  text: string,
  signal?: AbortSignal,
): Promise<string[]> {
  if (splitWords(text).length === 0) return [];
  const { axes = [] } = model.knowledge ?? {};
  const gauge = gaugeOf(model.knowledge);
  const poles = gauge
    ? (await oddsAsked(model, gauge, text, 1, signal))
        .filter(({ odds }) => odds >= gauge.thresholds.understand)
        .map(({ pole }) => pole)
    : await polesWritten(model, text, signal);
  return withoutContradictions(heedNeeds(poles, personaHints(text), axes), axes);
}

/**
 * Words that name a need outright ("without alcohol") win over the model's reading where the two
 * contradict each other; a grave need counts even where the model overlooked it.
 */
function heedNeeds(
  poles: readonly string[],
  marked: readonly string[],
  axes: readonly Axis[],
): string[] {
  const needs = axes.filter(({ family }) => family === 'needs');
  const heeded = needs.filter(
    ({ id, poles: [limit, other] }) =>
      marked.includes(limit.id) &&
      !marked.includes(other.id) &&
      (poles.includes(other.id) || GRAVE.includes(id)),
  );
  const limits = heeded.map(({ poles: [limit] }) => limit.id);
  const others = heeded.map(({ poles: [, other] }) => other.id);
  return [...poles.filter((pole) => !others.includes(pole)), ...limits];
}

/** The likeliest pole of a few words, `null` when they speak of none, and its odds in [0, 1]. */
async function readPhrase(
  model: Model,
  phrase: string,
  signal?: AbortSignal,
): Promise<{ pole: string | null; odds: number }> {
  const request = { prompt: readPrompt(phrase), continuations: [], next: 1 };
  const [best] = (await model.engine.score(request, signal)).next;
  return { pole: polesIn(best?.text ?? '')[0] ?? null, odds: Math.exp(best?.logProb ?? -Infinity) };
}
