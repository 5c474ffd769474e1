import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { AppError } from '../domain/errors';
import type { ChatMessage } from '../domain/types';
import type { Vocabulary } from './vocabulary';

/** Ends of a turn in the families of the catalogue; some exports forget to name them as such. */
const END_TEXTS = ['<|im_end|>', '<|eot_id|>', '<|end_of_turn|>', '<end_of_turn>', '<|endoftext|>'];

/**
 * A Transformers.js tokenizer as the engine sees it.
 * @param ends what generation_config.json calls the end
 * @param template the chat template of chat_template.jinja; `null` for the tokenizer's own
 */
export function vocabularyOf(
  tokenizer: PreTrainedTokenizer,
  ends: number | number[] | null | undefined,
  template: string | null,
): Vocabulary {
  const added = [...tokenizer._tokenizer.get_added_tokens_decoder().values()];
  // Special ones, and those that look like markup (<think>); not runs of spaces and the like.
  const marks = added.filter(
    ({ content, special }) =>
      content.trim().length > 1 && (special || /^[<[].*[>\]]$/s.test(content)),
  );
  const known = END_TEXTS.map((text) => tokenizer._tokenizer.token_to_id(text));
  const named = [tokenizer.eos_token_id, ends, known].flat();
  const render = (messages: readonly ChatMessage[]): string =>
    tokenizer.apply_chat_template([...messages], {
      ...(template === null ? {} : { chat_template: template }),
      tokenize: false,
      add_generation_prompt: true,
      enable_thinking: false, // an argument of the template, not of Transformers.js
    } as { tokenize: false; add_generation_prompt: true });
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }),
    decode: (ids) =>
      ids.length === 0
        ? ''
        : tokenizer.decode([...ids], {
            skip_special_tokens: false,
            clean_up_tokenization_spaces: false,
          }),
    controls: new Map(marks.map(({ content, id }) => [content, id])),
    controlTexts: new Map(marks.map(({ content, id }) => [id, content])),
    ends: new Set(named.filter((id): id is number => typeof id === 'number')),
    renderChat: (messages) => renderSomehow(messages, render),
  };
}

/** Some templates refuse an instruction of its own (Gemma 2): then it goes before the first question. */
function renderSomehow(
  messages: readonly ChatMessage[],
  render: (messages: readonly ChatMessage[]) => string,
): string {
  try {
    return render(messages);
  } catch (error) {
    const [system, first, ...rest] = messages;
    try {
      if (system?.role !== 'system' || !first) throw error;
      return render([{ ...first, content: `${system.content}\n\n${first.content}` }, ...rest]);
    } catch {
      throw new AppError(
        'model-load-failed',
        `chat template: ${String(error)}`,
        'This model does not say how to talk to it, so it cannot answer here. Choose one whose name ends in “Instruct”, or one of the list on the page “Models”.',
        { cause: error },
      );
    }
  }
}
