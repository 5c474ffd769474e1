import {
  compareFeatures,
  featureIds,
  measureFeatures,
  type FeatureId,
  type Features,
} from '../../domain/features';
import { splitWords } from '../../domain/text';
import { stem } from './stems';

/** Longer texts are read by their first part only, so that time is bounded. */
const MAX_RESPONSE = 12_000;
const MAX_PERSONA = 4000;
/** Words at either end of a response whose place is told: openings and closings show manner. */
const EDGE = 5;
/** Words after a negator that count as denied. */
const DENIED = 4;
const NEGATORS = new Set(
  `no not don't dont without hate hates never doesn't less dislike dislikes avoid avoids instead rather skip tired
  nothing nor cannot can't isn't aren't won't minus spare wary than`.split(/\s+/),
);
const CLAUSE_ENDS = /[.,;:!?()\n]|\b(?:and|but)\b/;
const MARKS = /[?!…:;—–("]|\n- |\n\d|\n\n/g;

type Concepts = ReadonlyMap<string, string>;

/** What a reader of responses sees: stems, pairs of stems, openings, closings, marks, concepts (`@`). */
export function responseUnits(response: string, concepts: Concepts): Set<string> {
  const text = response.slice(0, MAX_RESPONSE);
  const stems = splitWords(text).map(stem);
  const units = new Set<string>(text.match(MARKS)?.map((mark) => mark.replaceAll('\n', '¶')));
  stems.forEach((word, at) => {
    units.add(word);
    if (at > 0) units.add(`${stems[at - 1]} ${word}`);
    if (at === 0) units.add(`^^${word}`);
    if (at < EDGE) units.add(`^${word}`);
    if (at >= stems.length - EDGE) units.add(`$${word}`);
    for (const concept of conceptsAt(stems, at, concepts)) units.add(concept);
  });
  return units;
}

/** What a reader of personas sees: stems (`!` where denied), pairs of stems, word beginnings, concepts. */
export function personaUnits(persona: string, concepts: Concepts): Set<string> {
  const units = new Set<string>();
  for (const clause of persona.slice(0, MAX_PERSONA).toLowerCase().split(CLAUSE_ENDS)) {
    const words = splitWords(clause);
    const stems = words.map(stem);
    let denied = 0;
    stems.forEach((word, at) => {
      const mark = denied > 0 ? '!' : '';
      units.add(mark + word);
      if (word.length > 6) units.add(`${mark}${word.slice(0, 5)}~`);
      if (at > 0) units.add(`${stems[at - 1]} ${word}`);
      for (const concept of conceptsAt(stems, at, concepts)) units.add(mark + concept);
      denied = NEGATORS.has(words[at] ?? '') ? DENIED : denied - 1;
    });
  }
  return units;
}

/** The units only one of two responses has, and how much each weighs: longer texts have more of them. */
export function unitDifferences(
  chosen: string,
  rejected: string,
  concepts: Concepts,
): Map<string, number> {
  const [mine, others] = [responseUnits(chosen, concepts), responseUnits(rejected, concepts)];
  const weight = (units: Set<string>) => Math.max(4, units.size) ** -0.25;
  const differences = new Map<string, number>();
  for (const unit of mine) if (!others.has(unit)) differences.set(unit, weight(mine));
  for (const unit of others) if (!mine.has(unit)) differences.set(unit, -weight(others));
  return differences;
}

/** Measured differences in [-2, 2]: the level of every feature, then its rate; sign turns when swapped. */
export function measuredDifferences(chosen: string, rejected: string): number[] {
  const [a, b] = [measureFeatures(chosen), measureFeatures(rejected)];
  const levels = compareFeatures(a, b);
  const rates = featureIds.map((id) => (rate(a, id) - rate(b, id)) / 1.5);
  return [
    ...featureIds.map((id) => levels[id] / 2),
    ...rates.map((x) => Math.max(-2, Math.min(2, x))),
  ];
}

/** A feature's share of the words, on a scale where the first few count most; of `words`, the size. */
function rate(features: Features, id: FeatureId): number {
  const { words } = features;
  return id === 'words' ? Math.log(words + 3) : Math.log1p((60 * features[id]) / (words + 15));
}

function conceptsAt(stems: readonly string[], at: number, concepts: Concepts): string[] {
  const word = stems[at] ?? '';
  return [concepts.get(word), concepts.get(`${stems[at - 1]} ${word}`)].flatMap((concept) =>
    concept === undefined ? [] : [`@${concept}`],
  );
}
