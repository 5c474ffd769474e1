import { splitWords } from '../../domain/text';
import { collectText } from '../../engine/engine';
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
const PHRASE_ENDS =
  /[,;:.!?…()\n]+|\s[-–—]\s|\b(?:and|but|or|who|because|so that|while|whose|prefers?|likes|wants|loves|enjoys)\b/giu;
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
  const poles = await readPoles(model, text, signal);
  return { poles, unknown: await unknownWords(model, text, signal) };
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
  const request = { prompt: readPrompt(text), options: greedy(10) };
  const poles = polesIn(await collectText(model.engine.generate(request, signal)));
  return withoutContradictions(poles, model.knowledge?.axes ?? []);
}

/**
 * Content words of those phrases in which the model understands nothing. For task-tuned models.
 * Only phrases are looked at: in "cheap opera tickets" the opera hides behind "cheap".
 */
export async function unknownWords(
  model: Model,
  text: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const unknown = new Set<string>();
  for (const phrase of phrasesOf(text)) {
    if ((await readPoles(model, phrase, signal)).length > 0) continue;
    for (const word of contentWords(phrase)) unknown.add(word);
  }
  return [...unknown].slice(0, MAX_UNKNOWN);
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
