import type { GenerationOptions } from '../../domain/types';
import { provenance, type Model } from '../model';
import { textOf } from '../streams';
import type { InferenceResult } from './result';
import { personaPrompt, type Evidence } from './prompt';
import { readPersona } from './readPersona';

/** Persona Inference with a chat model: instruction, five examples, question; the answer is read leniently. */
export async function* inferInstruct(
  model: Model,
  evidence: Required<Evidence>,
  options: GenerationOptions,
  signal?: AbortSignal,
): AsyncGenerator<string, InferenceResult, void> {
  const prompt = personaPrompt.build('instruct', evidence);
  const events = textOf(
    model.engine.generate({ prompt, options, stop: ['\nPrompt:', '<prompt>'] }, signal),
  );
  let output = '';
  let shown = '';
  let step = await events.next();
  for (; !step.done; step = await events.next()) {
    output += step.value;
    const soFar = /The user\b[^\n]*/.exec(output)?.[0] ?? '';
    if (soFar.length > shown.length) yield soFar.slice(shown.length);
    shown = soFar;
  }
  return {
    text: readPersona(output),
    abstained: '',
    poles: [],
    rivals: [],
    fromReason: evidence.reason !== '',
    made: provenance(model, personaPrompt.id('instruct'), options, step.value),
  };
}
