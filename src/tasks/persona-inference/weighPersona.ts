import type { Gauge, PoleOdds } from '../dinghy/gauge';
import { polesIn, readPrompt } from '../dinghy/prompts';
import type { Model } from '../model';

/** A probability that says nothing: less than it is no evidence. */
const FLOOR = 0.01;
/** All poles are among the likeliest tokens of the place where a pole must stand. */
const CANDIDATES = 80;

/** What a persona's text asks for, likeliest first: the gauge's reading, moved by the language model's. */
export async function oddsAsked(
  model: Model,
  gauge: Gauge,
  persona: string,
  signal?: AbortSignal,
): Promise<PoleOdds[]> {
  if (!gauge.asksModelOfPersonas) return gauge.asks(persona);
  const request = { prompt: readPrompt(persona), continuations: [], next: CANDIDATES };
  const { next } = await model.engine.score(request, signal);
  const odds = new Map(
    next.flatMap(({ text, logProb }) => polesIn(text).map((pole) => [pole, Math.exp(logProb)])),
  );
  return gauge.asks(persona, (pole) => Math.log(((odds.get(pole) ?? 0) + FLOOR) / FLOOR));
}
