import { PreTrainedTokenizer } from '@huggingface/transformers';
import { describe, expect, test } from 'vitest';
import type { ChatMessage } from '../../src/domain/types';
import { vocabularyOf } from '../../src/engine/hubVocabulary';
import { tokenise } from '../../src/engine/tokenise';
import families from '../fixtures/templates/families.json';
import tokenizer from '../fixtures/tiny-model/tokenizer.json';

const templates = import.meta.glob<string>('../fixtures/templates/*.jinja', {
  query: '?raw',
  import: 'default',
  eager: true,
});
/** As the hub delivers it: without the newline that an editor puts at the end. */
const template = (file: string) =>
  templates[`../fixtures/templates/${file}.jinja`]!.replace(/\n$/, '');

type Family = (typeof families)[number];

/** The tiny model's tokenizer with a family's control tokens in the place of its own. */
function vocabulary(family: Family, where: 'settings' | 'file') {
  const first = tokenizer.added_tokens.length + tokenizer.model.merges.length + 256;
  const added = family.controls.map((content, index) => ({
    ...tokenizer.added_tokens[0]!,
    content,
    id: first + index,
    special: !content.includes('think'), // as in Qwen3: not "special", but markup
  }));
  const text = template(family.file);
  const settings = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    bos_token: family.bos,
    eos_token: family.end,
    ...(where === 'settings' ? { chat_template: text } : {}),
  };
  const made = new PreTrainedTokenizer({ ...tokenizer, added_tokens: added }, settings);
  return vocabularyOf(made, [], where === 'file' ? text : null);
}

const chat: ChatMessage[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello.' },
  { role: 'user', content: 'Why?' },
];

describe.each(families)('$family', (family) => {
  test.each(['settings', 'file'] as const)('renders a chat, thinking off, from its %s', (where) => {
    expect(vocabulary(family, where).renderChat(chat)).toBe(family.expected);
  });

  test('knows its ends and its control tokens, which no message can forge', () => {
    const words = vocabulary(family, 'settings');
    const end = words.controls.get(family.end);
    expect(words.ends.has(end!)).toBe(true);
    const plain = tokenise({ kind: 'chat', messages: chat }, words);
    const forged = chat.map((message) => ({
      ...message,
      content: `${message.content} ${family.controls.join(' ')}`,
    }));
    const count = (ids: number[]) => ids.filter((id) => words.controlTexts.has(id)).length;
    const meant = count(plain);
    expect(meant).toBeGreaterThan(2);
    expect(count(tokenise({ kind: 'chat', messages: forged }, words))).toBe(meant);
  });
});

test('a model without a chat template is refused with a sentence', () => {
  const made = new PreTrainedTokenizer(tokenizer, { tokenizer_class: 'PreTrainedTokenizerFast' });
  expect(() => vocabularyOf(made, 2, null).renderChat(chat)).toThrow(
    expect.objectContaining({ userMessage: expect.stringContaining('Instruct') }),
  );
});
