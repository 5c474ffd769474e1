import type { GenerationStats } from '../domain/types';
import type { GenerateEvent, GenerateRequest } from './engine';
import { worthAnother } from './retryLost';

type Answer = AsyncGenerator<GenerateEvent, GenerationStats, void>;

/**
 * Goes on with an answer in the next worker when one dies in the middle of it: the text that was sent
 * stays, and decoding goes on after its last token.
 */
export async function* resumeAnswer(
  answer: (request: GenerateRequest) => Answer,
  request: GenerateRequest,
  signal?: AbortSignal,
): Answer {
  const sent = [...(request.resume ?? [])];
  for (let tries = 1; ; tries++) {
    try {
      const stream = answer(sent.length > 0 ? { ...request, resume: [...sent] } : request);
      let step = await stream.next();
      try {
        for (; !step.done; step = await stream.next()) {
          sent.push(...step.value.tokenIds);
          yield step.value;
        }
      } finally {
        if (!step.done) await stream.return?.(undefined as never); // the reader left early
      }
      return step.value;
    } catch (error) {
      if (!worthAnother(error, tries, signal)) throw error;
    }
  }
}
