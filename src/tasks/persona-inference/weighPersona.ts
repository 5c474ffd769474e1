import { collectText } from '../../engine/engine';
import type { Gauge, PoleOdds } from '../dinghy/gauge';
import { polesIn, readPrompt } from '../dinghy/prompts';
import type { Model } from '../model';
import { greedy } from '../options';

/**
 * What a persona's text asks for, likeliest first: the gauge's reading, moved by what the model lists.
 * @param trust how much the list counts, in [0, 1]
 */
export async function oddsAsked(
  model: Model,
  gauge: Gauge,
  persona: string,
  trust: number,
  signal?: AbortSignal,
): Promise<PoleOdds[]> {
  if (!gauge.asksModelOfPersonas) return gauge.asks(persona);
  const listed = await polesListed(model, persona, signal);
  return gauge.asks(persona, (pole) => (listed.includes(pole) ? trust : 0));
}

/** Readings a model keeps: a check asks for the same few personas pair after pair. */
const MAX_KEPT = 64;
const kept = new WeakMap<Model, Map<string, readonly string[]>>();

/** `polesWritten`, asked once of each model and text: greedy, so it comes out the same. */
async function polesListed(
  model: Model,
  persona: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const readings = kept.get(model) ?? new Map<string, readonly string[]>();
  kept.set(model, readings);
  const listed = readings.get(persona) ?? (await polesWritten(model, persona, signal));
  readings.set(persona, listed);
  const [oldest] = readings.keys();
  if (readings.size > MAX_KEPT && oldest !== undefined) readings.delete(oldest);
  return listed;
}

/** The language model's own reading: the poles it writes, in its order. */
export async function polesWritten(
  model: Model,
  text: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const request = { prompt: readPrompt(text), options: greedy(10) };
  return polesIn(await collectText(model.engine.generate(request, signal)));
}
