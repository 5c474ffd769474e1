import { findPole, type Axis } from '../../domain/knowledge';
import { ReferenceFiller } from '../dinghy/compose';
import { showablePoles, unwantedTokens } from '../dinghy/tailorLimits';
import { tailorPrompt } from '../dinghy/prompts';
import { provenance, type Model } from '../model';
import { amongLines } from '../options';
import { withoutContradictions } from '../poles';
import { streamText } from '../streams';
import { askedBy } from './askedBy';
import { findNotes } from './findNotes';
import type { TailoredResult, TailorTask } from './method';

/** Poles a prompt holds at most, as in training; further needs still decide which notes are used. */
const MAX_MANNER = 4;
const MAX_NEEDS = 2;

/**
 * Answers with a task-tuned model: notes chosen in code, words by the model, facts filled in exactly.
 *
 * @param wanted poles, most important first; of two ends of one axis the first counts
 * @param methodId part of the prompt id
 * @throws {AppError} `no-notes` when there is nothing to answer from
 */
export async function* answerFromNotes(
  model: Model,
  task: Pick<TailorTask, 'prompt' | 'ownNotes' | 'options'>,
  wanted: readonly string[],
  methodId: string,
  signal?: AbortSignal,
): AsyncGenerator<string, TailoredResult, void> {
  signal?.throwIfAborted();
  const { axes = [] } = model.knowledge ?? {};
  const poles = withoutContradictions(wanted, axes);
  // What the question itself asks for counts after what the person likes.
  const shown = withoutContradictions([...poles, ...askedBy(task.prompt)], axes);
  const notes = findNotes(model, task, shown);
  const filler = new ReferenceFiller(notes);
  const showable = showablePoles(shown, notes);
  const inPrompt = polesInPrompt(showable, axes);
  const options = amongLines(task.options, task.prompt, inPrompt);
  const request = {
    prompt: tailorPrompt(inPrompt, notes),
    options,
    suppress: unwantedTokens(axes),
  };
  let text = '';
  const stats = yield* streamText(model.engine.generate(request, signal), (delta) => {
    const piece = filler.push(delta);
    text += piece;
    return piece;
  });
  const rest = filler.end();
  if (rest !== '') yield rest;
  return {
    text: text + rest,
    poles,
    unmet: poles.filter((pole) => !showable.includes(pole)),
    kept: [],
    notesUsed: { topic: notes.topic?.title ?? null, count: notes.notes.length },
    made: provenance(model, `persona-tailoring/${methodId}/v1+task-tuned`, options, stats),
  };
}

function polesInPrompt(poles: readonly string[], axes: readonly Axis[]): string[] {
  const family = (pole: string) => findPole(pole, axes)?.axis.family ?? 'manner';
  const manner = poles.filter((pole) => family(pole) === 'manner').slice(0, MAX_MANNER);
  const needs = poles.filter((pole) => family(pole) === 'needs').slice(0, MAX_NEEDS);
  return poles.filter((pole) => manner.includes(pole) || needs.includes(pole));
}
