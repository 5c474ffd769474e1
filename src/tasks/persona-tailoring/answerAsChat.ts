import { AppError } from '../../domain/errors';
import { definePrompt, type ChatPrompt, type Example } from '../../domain/prompt';
import { clipText, estimateTokens } from '../../domain/text';
import { provenance, type Model } from '../model';
import { streamText } from '../streams';
import type { TailoredResult, TailorTask } from './method';
import instruction from './prompts/instruction.txt?raw';
import text from './prompts/question.txt?raw';

/** Tokens a chat template may add. */
const TEMPLATE_TOKENS = 64;
/** Examples beyond these help little and cost time. */
const MAX_EXAMPLES = 5;

const tailorChat = definePrompt({
  id: 'persona-tailoring',
  source: 'PT template of Balepur et al., ACL 2025 (arXiv 2501.11549), with a reminder line',
  blanks: ['person', 'notes', 'question'],
  text,
  instruction,
  taskTuned: () => null, // task-tuned models answer from notes: answerFromNotes.ts
});

/**
 * Answers with a chat model: persona and notes beside the question, earlier choices as examples as far
 * as the context allows.
 *
 * @throws {AppError} `context-too-long` when question, persona and notes alone do not fit
 */
export async function* answerAsChat(
  model: Model,
  task: Omit<TailorTask, 'poles'>,
  methodId: string,
  signal?: AbortSignal,
): AsyncGenerator<string, TailoredResult, void> {
  signal?.throwIfAborted();
  const { options, ownNotes } = task;
  const prompt = fitted(model, task);
  let answer = '';
  const stats = yield* streamText(model.engine.generate({ prompt, options }, signal), (delta) => {
    answer += delta;
    return delta;
  });
  return {
    text: answer,
    poles: [],
    unmet: [],
    kept: [],
    notesUsed: { topic: null, count: ownNotes?.trim() ? 1 : 0 },
    made: provenance(model, `persona-tailoring/${methodId}/v1+instruct`, options, stats),
  };
}

/** The prompt with as many examples as fit, the nearest one next to the question. */
function fitted({ card }: Model, task: Omit<TailorTask, 'poles'>): ChatPrompt {
  const room = card.contextTokens - task.options.maxNewTokens - TEMPLATE_TOKENS;
  const person = (task.persona ?? '')
    .replace(/^The user is\b/, 'I am')
    .replace(/\band prefers\b/, 'and prefer');
  const values = {
    person,
    notes: clipText(task.ownNotes?.trim() ?? '', Math.max(200, Math.floor(room / 2))),
    question: task.prompt,
  };
  const bare = tailorChat.instruct(values);
  if (tokensOf(bare) > room) {
    throw new AppError(
      'context-too-long',
      `${tokensOf(bare)} tokens, room for ${room}`,
      'Question, persona and notes are too long for this model. Shorten one of them.',
    );
  }
  let prompt = bare;
  const examples: Example<'person' | 'notes' | 'question'>[] = [];
  for (const { prompt: question, chosen } of task.examples.slice(0, MAX_EXAMPLES)) {
    examples.unshift({ person, notes: '', question, answer: chosen });
    const longer = tailorChat.instruct(values, examples);
    if (tokensOf(longer) > room) examples.shift();
    else prompt = longer;
  }
  return prompt;
}

function tokensOf({ messages }: ChatPrompt): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + 8, 0);
}
