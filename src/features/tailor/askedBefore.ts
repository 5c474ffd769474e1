import type { TailoredResponse } from '../../domain/types';

/** A question asked before, with its answers. */
export interface AskedBefore {
  id: string;
  prompt: string;
  personaId: string | null;
  personaText: string;
  methodId: string;
  createdAt: number;
  responses: TailoredResponse[];
}

/** Stored answers by question, in the order given. */
export function groupAsked(responses: readonly TailoredResponse[]): AskedBefore[] {
  const groups = new Map<string, AskedBefore>();
  for (const response of responses) {
    const { askedId, prompt, personaId, personaText, methodId, made } = response;
    const known = groups.get(askedId);
    const group = known ?? {
      id: askedId,
      prompt,
      personaId: null,
      personaText: '',
      methodId: '',
      createdAt: made.createdAt,
      responses: [],
    };
    group.responses.push(response);
    if (response.role === 'this-boat') Object.assign(group, { personaId, personaText, methodId });
    groups.set(askedId, group);
  }
  return [...groups.values()];
}

/** A persona as plain text for any other assistant. */
export function personaAsText(
  text: string,
  added: readonly string[],
  off: readonly string[],
): string {
  const lines = ['Please keep this in mind when you answer me.', '', text.trim()];
  if (added.length > 0) lines.push(`Also wanted: ${added.join(', ')}.`);
  if (off.length > 0) lines.push(`Not wanted: ${off.join(', ')}.`);
  return lines.join('\n');
}
