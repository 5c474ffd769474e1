import { grouped } from '../../domain/grouped';
import type { PromptKind } from '../../domain/prompt';
import { seededRandom, shuffle } from '../../domain/random';
import type { Persona, PreferencePair, ResponseSide } from '../../domain/types';

/** One judgement to make: does this persona predict this side of this pair? */
export interface PlannedCheck {
  personaId: string;
  pairId: string;
  expected: ResponseSide;
  /** True when the persona was inferred from this very pair: shown apart, it proves little. */
  own: boolean;
}

/**
 * Which personas to judge on which pairs: each on its own pair, and on `perPersona` others.
 *
 * In the space of one person, somebody described by the chosen side of pair i should take the chosen
 * response of the other pairs too; the person of the rejected side should take the rejected ones.
 * Both personas of a pair meet the same other pairs. A written persona speaks for the chosen side.
 *
 * @returns the same list for the same pairs, personas and seed, persona by persona
 */
export function planChecks(
  pairs: readonly PreferencePair[],
  personas: readonly Persona[],
  seed: number,
  perPersona: number,
): PlannedCheck[] {
  const known = new Set(pairs.map(({ id }) => id));
  const ids = [...known].sort();
  const drawn = new Map<string, string[]>();
  const othersOf = (ownId: string) => {
    const others =
      drawn.get(ownId) ??
      shuffle(
        ids.filter((id) => id !== ownId),
        seededRandom(seed + hash(ownId)),
      ).slice(0, perPersona);
    drawn.set(ownId, others);
    return others;
  };

  return personas.flatMap(({ id: personaId, evidence }) => {
    const expected = evidence?.side ?? 'chosen';
    const ownId = evidence?.pairId ?? '';
    const others = othersOf(ownId).map((pairId) => ({ personaId, pairId, expected, own: false }));
    return known.has(ownId)
      ? [{ personaId, pairId: ownId, expected, own: true }, ...others]
      : others;
  });
}

/**
 * The same checks in the order that makes the model read least. A chat model reads a pair once for all
 * its personas, so those on one pair follow each other; a task-tuned one reads a persona once for all
 * its pairs, as they are planned. Personas of a pair keep their order.
 */
export function inReadingOrder(plan: readonly PlannedCheck[], kind: PromptKind): PlannedCheck[] {
  if (kind === 'task-tuned') return [...plan];
  return [...grouped(plan, ({ pairId }) => pairId).values()].flat();
}

/** FNV-1a: spreads ids over seeds. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
