import type { Recording } from '../../src/features/home/recorded';
import { inferPersona } from '../../src/tasks/persona-inference/inferPersona';
import { besideQuestion } from '../../src/tasks/persona-tailoring/methods/besideQuestion';
import { none } from '../../src/tasks/persona-tailoring/methods/none';
import { answerTwoWays } from '../../src/tasks/persona-tailoring/twoResponses';
import { inferOptions, tailorOptions } from '../../src/tasks/options';
import { drain } from '../../src/tasks/streams';
import { modelRevision } from '../../src/tasks/model';
import { loadModel } from './model';

/** One round of the app with a real model, for the first page: nothing in it is written by hand. */
export async function record(
  modelId: string,
  prompt: string,
  question: string,
  seed: number,
): Promise<Omit<Recording, 'recordedOn'>> {
  const { model } = await loadModel(modelId, null);
  const ways = answerTwoWays(model, { prompt, ownNotes: null, options: tailorOptions }, seed);
  const [chosen, rejected] = [
    (await drain(ways[0].respond())).text,
    (await drain(ways[1].respond())).text,
  ];
  const pair = { prompt, chosen, rejected, reason: '', history: [] };
  const personas = [];
  for (const side of ['chosen', 'rejected'] as const) {
    const { result } = await drain(inferPersona(model, pair, side, inferOptions));
    personas.push(result.text ?? result.abstained);
  }
  const task = {
    prompt: question,
    poles: null,
    ownNotes: null,
    examples: [],
    options: tailorOptions,
  };
  const answers = [
    { label: 'Neutral', method: none, persona: null },
    { label: 'This boat', method: besideQuestion, persona: personas[0] ?? null },
    { label: 'The other boat', method: besideQuestion, persona: personas[1] ?? null },
  ];
  const written = [];
  for (const { label, method, persona } of answers) {
    written.push({ label, text: (await drain(method.respond(model, { ...task, persona }))).text });
  }
  return {
    modelId,
    modelRevision: modelRevision(model.card),
    prompt,
    responses: [
      { text: chosen, persona: personas[0] ?? '' },
      { text: rejected, persona: personas[1] ?? '' },
    ],
    question,
    answers: written,
  };
}
