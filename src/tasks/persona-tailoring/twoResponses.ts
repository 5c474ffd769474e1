import type { Axis } from '../../domain/knowledge';
import { pick, seededRandom, shuffle } from '../../domain/random';
import { availableReferences } from '../dinghy/compose';
import type { Model } from '../model';
import { answerAsChat } from './answerAsChat';
import { answerFromNotes } from './answerFromNotes';
import { findNotes } from './findNotes';
import type { TailoredResult, TailorTask } from './method';
import styles from './twoStyles.json';

/** One of two different answers to a question. */
export interface Way {
  /** Poles that shape it; empty for instruct models. */
  poles: string[];
  /** Streams the answer; each call starts anew. */
  respond(signal?: AbortSignal): AsyncGenerator<string, TailoredResult, void>;
}

/** Axes whose two ends look unlike, in groups of which one at most is drawn, and what they need. */
const contrasts: { axisId: string; group: string; needs: RegExp | null }[] = [
  { axisId: 'length', group: 'size', needs: null },
  { axisId: 'steps', group: 'layout', needs: null },
  { axisId: 'lists', group: 'layout', needs: null },
  { axisId: 'reasons', group: 'depth', needs: /^<\|r\d/ },
  { axisId: 'examples', group: 'depth', needs: /^<\|e\d/ },
  { axisId: 'numbers', group: 'depth', needs: /^<\|n\d/ },
  { axisId: 'tone', group: 'voice', needs: null },
  { axisId: 'warmth', group: 'voice', needs: null },
  { axisId: 'encouragement', group: 'voice', needs: null },
  { axisId: 'level', group: 'terms', needs: /^<\|[tw]\|/ },
  { axisId: 'summary', group: 'opening', needs: /^<\|m\|/ },
  { axisId: 'story', group: 'size', needs: /^<\|y\|/ },
];

/**
 * Two ways to answer one question that differ on purpose, drawn by `seed`: for Compare, where the
 * model answers itself. A task-tuned model gets opposite poles on two axes its notes can show; an
 * instruct model two opposite styles. The order carries no meaning; the page draws the places.
 *
 * @throws {AppError} `no-notes` when a task-tuned model has nothing to answer from
 */
export function answerTwoWays(
  model: Model,
  task: Pick<TailorTask, 'prompt' | 'ownNotes' | 'options'>,
  seed: number,
): [Way, Way] {
  const random = seededRandom(seed);
  const id = 'two-ways';
  if (model.card.promptKind === 'instruct') {
    const style = pick(styles, random);
    const way = (persona: string, options: TailorTask['options']): Way => ({
      poles: [],
      respond: (signal) =>
        answerAsChat(model, { ...task, options, persona, examples: [] }, id, signal),
    });
    const warmer = { ...task.options, temperature: Math.max(0.7, task.options.temperature), seed };
    return [way(style?.[0] ?? '', task.options), way(style?.[1] ?? '', warmer)];
  }
  const references = availableReferences(findNotes(model, task, []));
  const [one, other] = drawPoles(model.knowledge?.axes ?? [], references, random);
  const way = (poles: string[]): Way => ({
    poles,
    respond: (signal) => answerFromNotes(model, task, poles, id, signal),
  });
  return [way(one), way(other)];
}

function drawPoles(
  axes: readonly Axis[],
  references: readonly string[],
  random: () => number,
): [string[], string[]] {
  const possible = contrasts.filter(
    ({ needs }) => needs === null || references.some((token) => needs.test(token)),
  );
  const one: string[] = [];
  const other: string[] = [];
  const taken = new Set<string>();
  for (const { axisId, group } of shuffle(possible, random)) {
    const axis = axes.find(({ id }) => id === axisId);
    if (!axis || taken.has(group) || taken.size === 2) continue;
    taken.add(group);
    const [first, second] = shuffle(axis.poles, random);
    if (!first || !second) continue;
    one.push(first.id);
    other.push(second.id);
  }
  return [one, other];
}
