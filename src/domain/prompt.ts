import type { ChatMessage } from './types';

const BLANK = /\{\{(\w+)\}\}/g; // {{name}}

/** Which of a prompt's variants: chat with few-shot examples, or the short template of a small model. */
export type PromptKind = 'instruct' | 'task-tuned';

/** A chat made from a prompt; it is a `PromptInput` of the engine. */
export interface ChatPrompt {
  kind: 'chat';
  messages: ChatMessage[];
}

/** Values for the blanks, by name. */
export type Values<Blank extends string> = Readonly<Record<Blank, string>>;

/** A few-shot example: the same blanks filled, and the answer wanted. */
export type Example<Blank extends string> = Values<Blank> & { readonly answer: string };

/** A prompt as data: its text, the blanks it must have, its variants, and where it comes from. */
export interface Prompt<Blank extends string, Input extends readonly unknown[], Built> {
  source: string;
  /** Stored with every result, e.g. `persona-inference/v1+instruct`. Change a text, raise the version. */
  id(kind: PromptKind): string;
  /** The variant for chat models. `more` examples go after the fixed ones, just before the question. */
  instruct(values: Values<Blank>, more?: readonly Example<Blank>[]): ChatPrompt;
  /** The variant for task-tuned models. */
  taskTuned(...input: Input): Built;
}

/** What `definePrompt` needs. */
export interface PromptDefinition<Blank extends string, Input extends readonly unknown[], Built> {
  /** Task and version, e.g. `persona-inference/v1`. */
  id: string;
  source: string;
  blanks: readonly Blank[];
  /** The question. Each blank stands between tags of its own name: `<name>{{name}}</name>`. */
  text: string;
  /** Said once before everything else; has no blanks. */
  instruction?: string;
  /** Rows that go through the same `text` as the question. */
  examples?: readonly Example<NoInfer<Blank>>[];
  /** The template of task-tuned models. */
  taskTuned: (...input: Input) => Built;
}

/**
 * Checks a prompt once, when its module loads.
 *
 * Text from people is data: blanks are filled in a single pass, so `{{a blank}}` in it stays as it is,
 * and it cannot close the tags around it.
 *
 * @throws {Error} when the blanks in the text are not exactly `blanks`, or one has no tags around it
 */
export function definePrompt<const Blank extends string, Input extends readonly unknown[], Built>(
  definition: PromptDefinition<Blank, Input, Built>,
): Prompt<Blank, Input, Built> {
  const { id, source, blanks, text, instruction = '', examples = [], taskTuned } = definition;
  checkBlanks(id, text, blanks);
  if (instruction.match(BLANK)) throw new Error(`${id}: the instruction has a blank`);
  const tags = new RegExp(`[<＜](?=\\s*[/\\\\]?\\s*(?:${blanks.join('|')})\\b)`, 'giu');

  const fill = (values: Values<Blank>) =>
    // The check above guarantees that every name in the text is one of `blanks`.
    text.trim().replace(BLANK, (_match, name: Blank) => values[name].replace(tags, '‹'));

  function instruct(values: Values<Blank>, more: readonly Example<Blank>[] = []): ChatPrompt {
    const turns = [...examples, ...more].flatMap<ChatMessage>((example) => [
      { role: 'user', content: fill(example) },
      { role: 'assistant', content: example.answer },
    ]);
    turns.push({ role: 'user', content: fill(values) });
    // Not every chat template has a system role, so the instruction opens the first turn.
    const messages = turns.map((turn, index) =>
      index === 0 && instruction !== ''
        ? { ...turn, content: `${instruction.trim()}\n\n${turn.content}` }
        : turn,
    );
    return { kind: 'chat', messages };
  }

  return { source, id: (kind) => `${id}+${kind}`, instruct, taskTuned };
}

function checkBlanks(id: string, text: string, blanks: readonly string[]): void {
  const wanted = new Set<string>(blanks);
  const found = new Set(Array.from(text.matchAll(BLANK), ([, name = '']) => name));
  const wrong = [...wanted, ...found].filter((name) => !wanted.has(name) || !found.has(name));
  if (wrong.length > 0) {
    throw new Error(`${id}: text and blanks disagree about ${wrong.join(', ')}`);
  }
  const bare = blanks.filter(
    (name) => !new RegExp(`<${name}>\\s*\\{\\{${name}\\}\\}\\s*</${name}>`).test(text),
  );
  if (bare.length > 0) throw new Error(`${id}: no tags around ${bare.join(', ')}`);
}
