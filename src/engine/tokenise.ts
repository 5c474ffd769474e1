import type { PromptInput, PromptPart } from './engine';
import type { Vocabulary } from './vocabulary';

/** Token ids of a prompt. No text from `data` (or a chat message) ever becomes a control token. */
export function tokenise(prompt: PromptInput, vocabulary: Vocabulary): number[] {
  if (prompt.kind === 'parts') return tokeniseParts(prompt.parts, vocabulary);
  const messages = prompt.messages.map(({ role, content }) => ({
    role,
    content: withoutControls(content, vocabulary),
  }));
  return vocabulary.encode(vocabulary.renderChat(messages));
}

/**
 * The parts as one text, so that words at their borders are cut as in training;
 * any control token that touches a data part is broken up by a space first.
 */
export function tokeniseParts(parts: readonly PromptPart[], vocabulary: Vocabulary): number[] {
  const cleaned = parts.map((part) =>
    part.kind === 'data' ? { ...part, text: withoutControls(part.text, vocabulary) } : part,
  );
  const ids = vocabulary.encode(cleaned.map(({ text }) => text).join(''));
  const meant = cleaned
    .filter(({ kind }) => kind === 'template')
    .flatMap(({ text }) => controlsIn(vocabulary.encode(text), vocabulary));
  if (meant.join() === controlsIn(ids, vocabulary).join()) return ids;

  // A control token grew across a border ("<|ou" + "t|>"): cut at the borders instead.
  return cleaned.flatMap(({ kind, text }) => {
    const own = vocabulary.encode(text);
    return kind === 'template' ? own : own.filter((id) => !vocabulary.controlTexts.has(id));
  });
}

/** Breaks the text of every control token with a space: `<|out|>` becomes `< |out|>`. */
export function withoutControls(text: string, { controls }: Vocabulary): string {
  let result = text;
  for (;;) {
    const before = result;
    for (const control of controls.keys()) {
      if (result.includes(control)) {
        result = result.replaceAll(control, `${control.slice(0, 1)} ${control.slice(1)}`);
      }
    }
    if (result === before) return result;
  }
}

function controlsIn(ids: readonly number[], { controlTexts }: Vocabulary): number[] {
  return ids.filter((id) => controlTexts.has(id));
}
