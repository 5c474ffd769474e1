import type { GenerationStats } from '../domain/types';
import { AppError, type ErrorCode } from '../domain/errors';
import type { GenerateEvent, GenerateRequest } from './engine';

/** Failures of the worker or the device, not of the request: the same request may go well in a new one. */
const LOST: readonly ErrorCode[] = ['worker-crashed', 'gpu-failed'];
/** A request that has taken this many workers down is given up. */
const TRIES = 3;

type Answer = AsyncGenerator<GenerateEvent, GenerationStats, void>;

/**
 * Goes on with an answer in the next worker when one dies in the middle of it: the text that was sent
 * stays, and decoding goes on after its last token.
 * @param mayGoOn false when the worker that comes next holds another model
 */
export async function* resumeAnswer(
  answer: (request: GenerateRequest) => Answer,
  request: GenerateRequest,
  mayGoOn: () => boolean,
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
      const lost = error instanceof AppError && LOST.includes(error.code);
      if (!lost || tries === TRIES || !mayGoOn()) throw error;
    }
  }
}
