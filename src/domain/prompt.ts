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

/** A prompt as data: its text, the blanks it must have, its variants, and where it comes from. */
export interface Prompt<Blank extends string, Built> {
  source: string;
  /** Stored with every result, e.g. `persona-inference/v1+instruct`. Change a text, raise the version. */
  id(kind: PromptKind): string;
  /** The question as text, blanks filled in one pass. */
  fill(values: Values<Blank>): string;
  build(kind: 'instruct', values: Values<Blank>): ChatPrompt;
  build(kind: 'task-tuned', values: Values<Blank>): Built;
  build(kind: PromptKind, values: Values<Blank>): ChatPrompt | Built;
}

/** What `definePrompt` needs. */
export interface PromptDefinition<Blank extends string, Built> {
  /** Task and version, e.g. `persona-inference/v1`. */
  id: string;
  source: string;
  blanks: readonly Blank[];
  /** The question. Each blank stands between tags of its own name: `<name>{{name}}</name>`. */
  text: string;
  /** Said once before everything else; has no blanks. */
  instruction?: string;
  /** Few-shot examples: rows that go through the same `text`, each with the answer wanted. */
  examples?: readonly (Values<Blank> & { readonly answer: string })[];
  /** The template of task-tuned models. */
  taskTuned: (values: Values<Blank>) => Built;
}

/**
 * Checks a prompt once, when its module loads.
 *
 * Text from people is data: blanks are filled in a single pass, so `{{a blank}}` in it stays as it is,
 * and it cannot close the tags around it.
 *
 * @throws {Error} when the blanks in the text are not exactly `blanks`, or one has no tags around it
 */
export function definePrompt<const Blank extends string, Built = never>(
  definition: PromptDefinition<Blank, Built>,
): Prompt<Blank, Built> {
  const { id, source, blanks, text, instruction = '', examples = [], taskTuned } = definition;
  checkBlanks(id, text, blanks);
  const tags = new RegExp(`[<＜](?=\\s*[/\\\\]?\\s*(?:${blanks.join('|')})\\b)`, 'giu');
  const defuse = (value: string) => value.replace(tags, '‹');

  const fill = (values: Values<Blank>) =>
    // The check above guarantees that every name in the text is one of `blanks`.
    text.trim().replace(BLANK, (_match, name: Blank) => defuse(values[name]));

  function messages(values: Values<Blank>): ChatMessage[] {
    const turns = examples.flatMap<ChatMessage>((example) => [
      { role: 'user', content: fill(example) },
      { role: 'assistant', content: example.answer },
    ]);
    const [first, ...rest] = [...turns, { role: 'user' as const, content: fill(values) }];
    if (!first) return [];
    // Not every chat template has a system role, so the instruction opens the first turn.
    const content = instruction ? `${instruction.trim()}\n\n${first.content}` : first.content;
    return [{ ...first, content }, ...rest];
  }

  function build(kind: 'instruct', values: Values<Blank>): ChatPrompt;
  function build(kind: 'task-tuned', values: Values<Blank>): Built;
  function build(kind: PromptKind, values: Values<Blank>): ChatPrompt | Built;
  function build(kind: PromptKind, values: Values<Blank>): ChatPrompt | Built {
    return kind === 'instruct' ? { kind: 'chat', messages: messages(values) } : taskTuned(values);
  }

  return { source, id: (kind) => `${id}+${kind}`, fill, build };
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
