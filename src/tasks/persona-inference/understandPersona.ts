import type { Axis } from '../../domain/knowledge';
import { splitWords } from '../../domain/text';
import { collectText } from '../../engine/engine';
import { personaHints } from '../dinghy/hints';
import { polesIn, readPrompt } from '../dinghy/prompts';
import type { Model } from '../model';
import { greedy } from '../options';
import { withoutContradictions } from '../poles';

/** What a persona's text was understood to ask for. */
export interface Understanding {
  /** Pole ids, in the model's order. */
  poles: string[];
  /** Words that no pole explains ("opera"), in lower case; kept for a larger model. */
  unknown: string[];
}

/** Phrases of a persona that are read one by one, and words that are reported. */
const MAX_PHRASES = 12;
const MAX_UNKNOWN = 12;
/** A phrase on its own counts from these odds on: on written personas it then adds recall at no cost in precision. */
const SURE = 0.7;
/** Needs that must not be missed: answering them wrongly does harm. */
const GRAVE = ['alcohol', 'diet'];
const PHRASE_ENDS =
  /[,;:.!?…()\n]+|\s[-–—]\s|\b(?:and|but|or|who|because|so that|while|whose|with|prefers?|likes|wants|loves|enjoys)\b/giu;
const EMPTY_WORDS = new Set(
  `the user person somebody someone people this that these those they them their with without for from into about
  over than rather more most less very really quite much many some any each every all not just only also even when
  where what which would could should will can may might must does did has have had was were are been being but and
  answer answers reply replies response responses advice text texts thing things way ways something anything everything
  prefer prefers preferred like likes want wants need needs love loves enjoy enjoys appreciate appreciates value values
  looking look looks always often never usually there here other others own good well get gets give gives given make
  makes made use uses used time lot kind sort bit little please you your our its his her him she who whom how why`
    .split(/\s+/)
    .filter(Boolean),
);

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
  const request = { prompt: readPrompt(text), options: greedy(10) };
  const poles = polesIn(await collectText(model.engine.generate(request, signal)));
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

function phrasesOf(text: string): string[] {
  return text
    .slice(0, 2000)
    .split(PHRASE_ENDS)
    .map((phrase) => phrase.trim())
    .filter((phrase) => contentWords(phrase).length > 0)
    .slice(0, MAX_PHRASES);
}

function contentWords(phrase: string): string[] {
  return splitWords(phrase).filter((word) => word.length > 2 && !EMPTY_WORDS.has(word));
}
