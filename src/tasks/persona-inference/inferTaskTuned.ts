import { UnreadableOutputError } from '../../domain/errors';
import type { GenerationOptions } from '../../domain/types';
import { provenance, type Model } from '../model';
import { textOf } from '../streams';
import { abstain, DIFFER_IN_CONTENT, type InferenceResult } from './result';
import { personaPrompt, type Evidence } from './prompt';
import { PoleStream } from './poleStream';
import { readPersona } from './readPersona';

/** Persona Inference with our own small model: poles first, then the sentence. */
export async function* inferTaskTuned(
  model: Model,
  evidence: Required<Evidence>,
  options: GenerationOptions,
  signal?: AbortSignal,
): AsyncGenerator<string, InferenceResult, void> {
  const prompt = personaPrompt.build('task-tuned', evidence);
  const events = textOf(model.engine.generate({ prompt, options }, signal));
  const output = new PoleStream();
  let text = '';
  let step = await events.next();
  for (; !step.done; step = await events.next()) {
    const piece = output.push(step.value);
    text += piece;
    if (piece !== '') yield piece;
  }
  text += output.end();
  const made = provenance(model, personaPrompt.id('task-tuned'), options, step.value);
  if (output.none) return { ...abstain(DIFFER_IN_CONTENT), made };
  if (text === '') throw new UnreadableOutputError(text, 'poles and a sentence');
  return {
    text: readPersona(text),
    abstained: '',
    poles: output.poles,
    rivals: [],
    fromReason: false,
    made,
  };
}
