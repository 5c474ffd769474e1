import { polesIn, readPrompt } from '../dinghy/prompts';
import { collectText } from '../../engine/engine';
import { greedy } from '../options';
import type { Model } from '../model';

/** What a persona's text was understood to ask for. */
export interface Understanding {
  /** Pole ids, in the model's order. */
  poles: string[];
  /** Words that no pole explains ("opera"), as written; kept for a larger model. */
  unknown: string[];
}

/** Maps free persona text to poles. An instruct model reads the text itself: no poles, nothing unknown. */
export async function understandPersona(
  model: Model,
  text: string,
  signal?: AbortSignal,
): Promise<Understanding> {
  signal?.throwIfAborted();
  if (model.card.promptKind === 'instruct' || text.trim() === '') return { poles: [], unknown: [] };
  const request = { prompt: readPrompt(text), options: greedy(8) };
  return { poles: polesIn(await collectText(model.engine.generate(request, signal))), unknown: [] };
}
