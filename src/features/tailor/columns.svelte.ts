import { markDifferences, type Segment } from '../../domain/difference';
import type { PreferencePair, TailoredResponse } from '../../domain/types';
import { provenance, type Model } from '../../tasks/model';
import { anotherTry, tailorOptions } from '../../tasks/options';
import type {
  TailoredResult,
  TailoringMethod,
  TailorTask,
} from '../../tasks/persona-tailoring/method';
import { none } from '../../tasks/persona-tailoring/methods/none';
import { Answer } from '../../ui/answer.svelte';
import type { Boat } from './personaChoice.svelte';

export type Role = TailoredResponse['role'];
export const roles = ['neutral', 'this-boat', 'other-boat'] as const satisfies readonly Role[];

/** The model writes one after the other: what one came for comes first. */
const order: readonly Role[] = ['this-boat', 'other-boat', 'neutral'];

/** One question for three readers. */
export interface Asked {
  id: string;
  prompt: string;
  ownNotes: string | null;
  boats: { 'this-boat': Boat; 'other-boat': Boat };
  method: TailoringMethod;
  examples: { 'this-boat': readonly PreferencePair[]; 'other-boat': readonly PreferencePair[] };
}

/** How far a tailored answer is from the neutral one. */
export type Distance = 'same' | 'nearly-same' | 'different';

/** Below this share of characters that differ, tailoring has changed almost nothing. */
const NEARLY = 0.06;

/** The three answers side by side, each written, stopped and renewed on its own. */
export class Columns {
  readonly answers: Record<Role, Answer<TailoredResult>> = {
    neutral: new Answer(),
    'this-boat': new Answer(),
    'other-boat': new Answer(),
  };
  readonly busy = $derived(roles.some((role) => this.answers[role].busy));
  /** Each answer with what the neutral one does not say marked; `null` while one of them is written. */
  readonly compared = $derived({
    'this-boat': this.#compare('this-boat'),
    'other-boat': this.#compare('other-boat'),
  });

  /** @param onend gets every answer that ended with something to read */
  constructor(private readonly onend: (response: TailoredResponse) => void) {}

  /** Writes all three, the tailored one first; resolves when all have ended. */
  async writeAll(model: Model, asked: Asked): Promise<void> {
    await Promise.all(order.map((role) => this.write(model, asked, role, false)));
  }

  /** @param again with a little chance in it, so that another text comes */
  async write(model: Model, asked: Asked, role: Role, again: boolean): Promise<void> {
    const answer = this.answers[role];
    const method = role === 'neutral' ? none : asked.method;
    const seed = Math.floor(Math.random() * 2 ** 31);
    const task = taskOf(asked, role, again ? anotherTry(tailorOptions, seed) : tailorOptions);
    await answer.write((signal) => method.respond(model, task, signal));
    if (!answer.usable) return;
    const boat = role === 'neutral' ? null : asked.boats[role];
    this.onend({
      id: `${asked.id}:${role}`,
      askedId: asked.id,
      prompt: asked.prompt,
      role,
      personaId: boat?.personaId ?? null,
      personaText: boat?.text ?? '',
      methodId: method.id,
      text: answer.text,
      stopped: answer.phase === 'stopped',
      made: answer.made ?? provenance(model, method.id, task.options, null),
    });
  }

  stop(): void {
    for (const role of roles) this.answers[role].stop();
  }

  /** Shows answers from storage. */
  show(responses: readonly TailoredResponse[]): void {
    for (const role of roles) {
      const stored = responses.find((response) => response.role === role);
      if (stored)
        this.answers[role].show(stored.text, stored.stopped ? 'stopped' : 'done', stored.made);
      else this.answers[role].clear();
    }
  }

  #compare(role: 'this-boat' | 'other-boat'): { spans: Segment[]; distance: Distance } | null {
    const neutral = this.answers.neutral;
    const answer = this.answers[role];
    if (!neutral.usable || !answer.usable) return null;
    const [before = [], spans = []] = markDifferences([neutral.text, answer.text]);
    const share = Math.max(differing(before), differing(spans));
    const same = neutral.text.trim() === answer.text.trim();
    return { spans, distance: same ? 'same' : share < NEARLY ? 'nearly-same' : 'different' };
  }
}

function taskOf(asked: Asked, role: Role, options: TailorTask['options']): TailorTask {
  const { prompt, ownNotes } = asked;
  const about = { prompt, ownNotes, options };
  if (role === 'neutral') return { ...about, persona: null, poles: null, examples: [] };
  const { text, poles } = asked.boats[role];
  return { ...about, persona: text, poles, examples: asked.examples[role] };
}

/** Share of the characters that are marked, 0 to 1. */
function differing(spans: readonly Segment[]): number {
  const count = (list: readonly Segment[]) => list.reduce((sum, { text }) => sum + text.length, 0);
  return count(spans.filter(({ differs }) => differs)) / Math.max(1, count(spans));
}
