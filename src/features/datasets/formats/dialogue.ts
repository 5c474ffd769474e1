import type { ChatMessage } from '../../../domain/types';
import type { ComparisonDraft } from './format';

const ROLES: Record<string, ChatMessage['role']> = {
  system: 'system',
  user: 'user',
  human: 'user',
  prompter: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  ai: 'assistant',
  bot: 'assistant',
  model: 'assistant',
  chatgpt: 'assistant',
};

/** Ways to write a dialogue as one text: the first group is the role, what follows is the turn. */
const TRANSCRIPTS = [
  /(?:^|\n\n)[ \t]*(Human|Assistant): ?/g,
  /<\|im_start\|>(system|user|assistant)\n/g,
  /(?:^|\n+)[ \t]*(System|User|Human|Assistant|AI|Bot): ?/g,
];

/** Messages of a list in either spelling (`role`/`content`, `from`/`value`), or `null` when it is none. */
export function messagesOf(value: unknown): ChatMessage[] | null {
  const list = typeof value === 'string' ? parsedList(value) : value;
  if (!Array.isArray(list) || list.length === 0) return null;
  const messages: ChatMessage[] = [];
  for (const item of list as readonly unknown[]) {
    if (typeof item !== 'object' || item === null) return null;
    const entry = item as Readonly<Record<string, unknown>>; // an object, as just checked
    const role = ROLES[String(entry.role ?? entry.from).toLowerCase()];
    const content = textOf(entry.content ?? entry.value);
    if (!role || content === null) return null;
    messages.push({ role, content });
  }
  return messages;
}

/** Turns of a dialogue written as one text; `null` for a text that is no dialogue. */
export function turnsOf(text: string): ChatMessage[] | null {
  for (const mark of TRANSCRIPTS) {
    const marks = [...text.matchAll(mark)];
    const first = marks[0];
    if (!first || text.slice(0, first.index).trim() !== '') continue;
    return marks.map((match, index) => {
      const end = marks[index + 1]?.index ?? text.length;
      const content = text
        .slice(match.index + match[0].length, end)
        .replace(/<\|im_end\|>\s*$/, '');
      return { role: ROLES[(match[1] ?? '').toLowerCase()] ?? 'user', content: content.trim() };
    });
  }
  return null;
}

/**
 * What two dialogues compare: the turns they share up to the last question are the history, that
 * question the prompt, all that follows the responses. `null` when they share no question.
 */
export function compareDialogues(
  a: readonly ChatMessage[],
  b: readonly ChatMessage[],
): Pick<ComparisonDraft, 'history' | 'prompt' | 'a' | 'b'> | null {
  let shared = 0;
  while (shared < a.length && shared < b.length && isSame(a[shared], b[shared])) shared++;
  const asked = a.slice(0, shared).findLastIndex(({ role }) => role === 'user');
  const question = a[asked];
  if (!question) return null;
  return {
    history: a.slice(0, asked),
    prompt: question.content,
    a: responseOf(a.slice(asked + 1)),
    b: responseOf(b.slice(asked + 1)),
  };
}

/** A prompt that may itself be a dialogue: its last question, and what came before. */
export function compareUnder(
  prompt: string | readonly ChatMessage[],
): Pick<ComparisonDraft, 'history' | 'prompt'> {
  const turns = typeof prompt === 'string' ? promptTurns(prompt) : prompt;
  const asked = turns.findLastIndex(({ role }) => role === 'user');
  const question = turns[asked];
  return question
    ? { history: turns.slice(0, asked), prompt: question.content }
    : { history: [], prompt: typeof prompt === 'string' ? prompt : '' };
}

/** One answer as it stands; when the dialogue went on, the later turns are kept with their speakers. */
export function responseOf(messages: readonly ChatMessage[]): string {
  const [first, ...later] = messages;
  if (!first) return '';
  const rest = later.map(
    ({ role, content }) => `\n\n${role === 'user' ? 'Human' : 'Assistant'}: ${content}`,
  );
  return first.content + rest.join('');
}

/** "Human: … Assistant:" with nothing behind it is a dialogue that waits for its answer. */
function promptTurns(prompt: string): ChatMessage[] {
  const turns = turnsOf(prompt);
  const last = turns?.at(-1);
  return turns && last?.role === 'assistant' && last.content === '' ? turns.slice(0, -1) : [];
}

function isSame(a: ChatMessage | undefined, b: ChatMessage | undefined): boolean {
  return a?.role === b?.role && a?.content === b?.content;
}

/** Text of a message: a string, or the text parts of a list; `null` where there are pictures or sound. */
function textOf(content: unknown): string | null {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  const parts = (content as readonly unknown[]).map((part) => {
    if (typeof part === 'string') return part;
    const text = (part as { text?: unknown } | null)?.text; // any value allows asking for a field but null
    return typeof text === 'string' ? text : null;
  });
  return parts.includes(null) ? null : parts.join('');
}

/** Tables hold message lists as JSON in a cell. */
function parsedList(text: string): unknown {
  if (!/^\s*\[/.test(text)) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
