import type { Persona, PersonaInference, PreferencePair, ResponseSide } from '../../domain/types';

/** Both sides of a pair, in the order in which they are worked on and shown. */
export const sides: readonly ResponseSide[] = ['chosen', 'rejected'];

/** Who would take one response of a pair, as far as it is known. */
export interface Boat {
  side: ResponseSide;
  /** What a person wrote goes before what was inferred; then the newest. */
  persona: Persona | null;
  inference: PersonaInference | null;
  /** `abstained`: the model looked and named nothing. */
  state: 'waiting' | 'abstained' | 'named';
}

/** A pair with this boat (`chosen`) and the other boat (`rejected`). */
export interface PairBoats {
  pair: PreferencePair;
  chosen: Boat;
  rejected: Boat;
}

/** Puts personas and abstentions beside their pairs; the order of the pairs stays. */
export function boatsOf(
  pairs: readonly PreferencePair[],
  personas: readonly Persona[],
  inferences: readonly PersonaInference[],
): PairBoats[] {
  const named = new Map<string, Persona>();
  for (const persona of personas) {
    if (!persona.evidence) continue;
    const key = keyOf(persona.evidence.pairId, persona.evidence.side);
    const other = named.get(key);
    if (!other || goesBefore(persona, other)) named.set(key, persona);
  }
  const looked = new Map<string, PersonaInference>();
  for (const inference of inferences) {
    const key = keyOf(inference.pairId, inference.side);
    const other = looked.get(key);
    if (!other || inference.made.createdAt >= other.made.createdAt) looked.set(key, inference);
  }
  const boat = (pairId: string, side: ResponseSide): Boat => {
    const persona = named.get(keyOf(pairId, side)) ?? null;
    const inference = looked.get(keyOf(pairId, side)) ?? null;
    return { side, persona, inference, state: stateOf(persona, inference) };
  };
  return pairs.map((pair) => ({
    pair,
    chosen: boat(pair.id, 'chosen'),
    rejected: boat(pair.id, 'rejected'),
  }));
}

/** Which pairs a list shows. */
export type BoatFilter = 'all' | 'waiting' | 'named' | 'abstained';

/** The rows of one filter whose prompt, responses, reason or personas hold every word of `text`. */
export function filterBoats(
  rows: readonly PairBoats[],
  filter: BoatFilter,
  text: string,
): PairBoats[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (filter === 'all' || row.chosen.state === filter || row.rejected.state === filter) &&
      (words.length === 0 || holdsAll(row, words)),
  );
}

function holdsAll({ pair, chosen, rejected }: PairBoats, words: readonly string[]): boolean {
  const all = [
    ...[pair.prompt, pair.chosen, pair.rejected, pair.reason],
    ...[chosen.persona?.text ?? '', rejected.persona?.text ?? ''],
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => all.includes(word));
}

const keyOf = (pairId: string, side: ResponseSide) => `${pairId}:${side}`;

function stateOf(persona: Persona | null, inference: PersonaInference | null): Boat['state'] {
  if (persona) return 'named';
  return inference && inference.personaId === null ? 'abstained' : 'waiting';
}

function goesBefore(one: Persona, other: Persona): boolean {
  const written = Number(one.source === 'written') - Number(other.source === 'written');
  return written === 0 ? one.updatedAt > other.updatedAt : written > 0;
}
