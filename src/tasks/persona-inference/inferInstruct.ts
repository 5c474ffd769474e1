import type { GenerationOptions } from '../../domain/types';
import { provenance, type Model } from '../model';
import { streamText } from '../streams';
import { personaPrompt, type Evidence } from './prompt';
import { personaSoFar, readPersona } from './readPersona';
import type { InferenceResult } from './result';

/** Persona Inference with a chat model: instruction, five examples, question; read leniently. */
export async function* inferInstruct(
  model: Model,
  evidence: Required<Evidence>,
  options: GenerationOptions,
  signal?: AbortSignal,
): AsyncGenerator<string, InferenceResult, void> {
  const request = {
    prompt: personaPrompt.instruct(evidence),
    options,
    stop: ['\nPrompt:', '<prompt>'],
  };
  let output = '';
  let shown = '';
  const stats = yield* streamText(model.engine.generate(request, signal), (delta) => {
    output += delta;
    const soFar = personaSoFar(output);
    const fresh = soFar.startsWith(shown) ? soFar.slice(shown.length) : '';
    shown += fresh;
    return fresh;
  });
  return {
    text: readPersona(output),
    abstained: '',
    poles: [],
    rivals: [],
    fromReason: evidence.reason !== '',
    made: provenance(model, personaPrompt.id('instruct'), options, stats),
  };
}
