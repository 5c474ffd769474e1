import { pairOf } from '../domain/comparison';
import type { ChatMessage, Comparison, Persona, PreferencePair } from '../domain/types';

/** TRL preference, explicit: all text, or all lists of messages; one file is one or the other. */
export type TrlRow =
  | { prompt: string; chosen: string; rejected: string }
  | { prompt: ChatMessage[]; chosen: ChatMessage[]; rejected: ChatMessage[] };

/** @source huggingface/trl, docs/source/dataset_formats.md */
export function trlRow(pair: PreferencePair, form: 'text' | 'messages'): TrlRow {
  const { prompt, history, chosen, rejected } = pair;
  if (form === 'text') return { prompt, chosen, rejected };
  const answer = (content: string): ChatMessage[] => [{ role: 'assistant', content }];
  return {
    prompt: [...history, { role: 'user', content: prompt }],
    chosen: answer(chosen),
    rejected: answer(rejected),
  };
}

/** Columns of the CSV file of pairs. `earlier_turns` is JSON, empty without any. */
export const pairColumns = ['prompt', 'chosen', 'rejected', 'reason', 'earlier_turns'] as const;

export function pairCells({ prompt, chosen, rejected, reason, history }: PreferencePair): string[] {
  return [prompt, chosen, rejected, reason, history.length ? JSON.stringify(history) : ''];
}

/** A comparison decided for neither; `winner` has the words of Chatbot Arena, so both-bad stays apart. */
export interface EvenRow {
  prompt: string;
  history: ChatMessage[];
  response_a: string;
  response_b: string;
  winner: 'tie' | 'tie (bothbad)';
  reason: string;
}

/** `null` for a comparison that waits or is a pair. */
export function evenRow({ prompt, history, a, b, choice, reason }: Comparison): EvenRow | null {
  if (choice !== 'tie' && choice !== 'both-bad') return null;
  const winner = choice === 'tie' ? 'tie' : 'tie (bothbad)';
  return { prompt, history, response_a: a.text, response_b: b.text, winner, reason };
}

/** A persona, what it was inferred from and by which model; `null` where there is none. */
export interface PersonaRow {
  persona: string;
  source: Persona['source'];
  side: 'chosen' | 'rejected' | null;
  prompt: string | null;
  chosen: string | null;
  rejected: string | null;
  model: string | null;
  model_revision: string | null;
  prompt_id: string | null;
  created_at: string;
}

export const personaColumns = [
  'persona',
  'source',
  'side',
  'prompt',
  'chosen',
  'rejected',
  'model',
  'model_revision',
  'prompt_id',
  'created_at',
] as const satisfies readonly (keyof PersonaRow)[];

/** `comparison` is the one the persona was inferred from, `null` when there is none any more. */
export function personaRow(persona: Persona, comparison: Comparison | null): PersonaRow {
  const { text, source, evidence, made, createdAt } = persona;
  const pair = comparison && pairOf(comparison);
  return {
    persona: text,
    source,
    side: evidence?.side ?? null,
    prompt: pair?.prompt ?? null,
    chosen: pair?.chosen ?? null,
    rejected: pair?.rejected ?? null,
    model: made?.modelId ?? null,
    model_revision: made?.modelRevision ?? null,
    prompt_id: made?.promptId ?? null,
    created_at: new Date(createdAt).toISOString(),
  };
}
