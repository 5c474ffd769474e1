import type { AsideKind, Note, Topic } from '../../domain/knowledge';
import { asidePoles, asidesBeside, notesNeeded, numberOf } from './asides';

/**
 * `told`, with as few of them as needed exchanged for other notes that fit the question as well, so that what the
 * person likes to read of the topic goes with them: somebody who loves stories is told the notes that one is about.
 * A single pick stays what it is.
 *
 * @param ranked all notes that fit the question, best first
 * @param isSound whether notes can be told together, and hold what they must
 */
export function withAsides(
  told: readonly Note[],
  ranked: readonly Note[],
  topic: Topic,
  poles: readonly string[],
  isSound: (notes: readonly Note[]) => boolean,
): readonly Note[] {
  if (told.length < 2) return told;
  const wanted = Object.entries(asidePoles).flatMap(([pole, kind]) =>
    poles.includes(pole) ? [kind] : [],
  );
  let best = told;
  const have: AsideKind[] = [];
  for (const kind of wanted) {
    const fits = (notes: readonly Note[]) => {
      const asides = asidesBeside(notes, topic);
      return isSound(notes) && [...have, kind].every((one) => asides[one] !== undefined);
    };
    const found = fits(best) ? best : exchanged(best, ranked, topic, kind).find(fits);
    if (!found) continue;
    best = found;
    have.push(kind);
  }
  return best;
}

/** One set of notes for each aside of the kind that could be about them, the likeliest to help first. */
function exchanged(
  told: readonly Note[],
  ranked: readonly Note[],
  topic: Topic,
  kind: AsideKind,
): Note[][] {
  return topic.asides
    .flatMap(({ kind: own, beside = [] }) => {
      if (own !== kind) return [];
      const isAbout = (note: Note) => beside.includes(numberOf(topic, note.id));
      const missing = notesNeeded(kind, told.length) - told.filter(isAbout).length;
      const coming = ranked
        .filter((note) => isAbout(note) && !told.includes(note))
        .slice(0, missing);
      const going = told.filter((note) => !isAbout(note)).slice(-coming.length);
      if (coming.length < missing || going.length < missing) return [];
      const notes = [...told.filter((note) => !going.includes(note)), ...coming];
      return [{ notes, cost: coming.reduce((sum, note) => sum + ranked.indexOf(note), 0) }];
    })
    .sort((x, y) => x.cost - y.cost)
    .map(({ notes }) => notes);
}
