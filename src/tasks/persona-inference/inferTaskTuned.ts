import { UnreadableOutputError } from '../../domain/errors';
import { findPole, type Axis } from '../../domain/knowledge';
import type { GenerationOptions } from '../../domain/types';
import { gaugeOf } from '../dinghy/gaugeOf';
import { provenance, type Model } from '../model';
import { withoutContradictions } from '../poles';
import { streamText } from '../streams';
import { inferPoles } from './inferPoles';
import { PoleStream } from './poleStream';
import { personaPrompt, type Evidence } from './prompt';
import { readPersona } from './readPersona';
import { readPoles } from './understandPersona';
import { abstain, DIFFER_IN_CONTENT, type InferenceResult } from './result';
import { rivalReasons, rivalsAmong } from './rivalReasons';
import { MAX_POLES, namedAmong, oddsApart } from './weighPair';

/**
 * Persona Inference with our own small model: poles first, then the sentence.
 * Where a gauge is there, it names the poles and the model words the sentence; so it is too with the poles
 * of a reason that the owner gave.
 */
export async function* inferTaskTuned(
  model: Model,
  evidence: Required<Evidence>,
  options: GenerationOptions,
  signal?: AbortSignal,
): AsyncGenerator<string, InferenceResult, void> {
  const gauge = gaugeOf(model.knowledge);
  const reasoned = await polesGiven(model, evidence, signal);
  const odds = gauge ? await oddsApart(model, gauge, evidence, signal) : [];
  const given = reasoned.length > 0 || !gauge ? reasoned : namedAmong(gauge, odds, evidence);
  if (gauge && given.length === 0) {
    const made = provenance(model, personaPrompt.id('task-tuned'), options, null);
    return { ...abstain(DIFFER_IN_CONTENT), rivals: rivalsAmong(odds, []), made };
  }
  const output = new PoleStream(given.length > 0);
  let text = '';
  const prompt = personaPrompt.taskTuned(evidence, given);
  const stats = yield* streamText(model.engine.generate({ prompt, options }, signal), (delta) => {
    const piece = output.push(delta);
    text += piece;
    return piece;
  });
  const made = provenance(model, personaPrompt.id('task-tuned'), options, stats);
  if (output.none) return { ...abstain(DIFFER_IN_CONTENT), made };
  const { axes = [] } = model.knowledge ?? {};
  const poles = given.length > 0 ? given : withoutContradictions(output.poles, axes);
  // Without a pole nothing was named, whatever words came after it.
  if (poles.length === 0) throw new UnreadableOutputError(text, 'poles before the sentence');
  const sentence = wholeSentence(readPersona(text), poles, axes);
  const rivals = gauge
    ? rivalsAmong(odds, poles)
    : await rivalReasons(model, evidence, poles, signal);
  return { text: sentence, abstained: '', poles, rivals, fromReason: reasoned.length > 0, made };
}

/** The model's sentence; where it forgot to say what is preferred, that part is put plainly. */
function wholeSentence(sentence: string, poles: readonly string[], axes: readonly Axis[]): string {
  const labels = poles.flatMap((pole) => findPole(pole, axes)?.pole.label ?? []);
  if (/\bprefers?\b/iu.test(sentence) || labels.length === 0) return sentence;
  return `The user prefers answers that are marked by: ${labels.join(', ')}.`;
}

/** Poles of the owner's reason, then those the responses show; empty where no reason is understood. */
async function polesGiven(
  model: Model,
  evidence: Required<Evidence>,
  signal?: AbortSignal,
): Promise<string[]> {
  if (evidence.reason === '') return [];
  const named = await readPoles(model, evidence.reason, signal);
  if (named.length === 0) return [];
  const shown = named.length < MAX_POLES ? await inferPoles(model, evidence, signal) : [];
  const all = withoutContradictions([...named, ...shown], model.knowledge?.axes ?? []);
  return all.slice(0, MAX_POLES);
}
