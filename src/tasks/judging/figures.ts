import { seededRandom } from '../../domain/random';
import { accuracy, type Share } from '../../domain/stats';
import { splitWords } from '../../domain/text';
import type { Judgement, Persona, PreferencePair, ResponseSide } from '../../domain/types';
import { judgedProbability } from './judgement';
import { shufflePersonas, type Check } from './shufflePersonas';

/** How often the judge was right where it decided, and how often it decided. */
export interface SideFigures extends Share {
  /** Judgements made; `n`, `correct` and `accuracy` are about the decided ones. */
  judged: number;
  /** Share of judgements that were decided, in [0, 1]; `null` when none was made. */
  coverage: number | null;
  /** Share correct when it must always decide (one half counts half); `null` when none was made. */
  accuracyOfAll: number | null;
}

/** The same figure for personas of the chosen side, of the rejected side, and for all. */
export interface BySide<Figures> {
  chosen: Figures;
  rejected: Figures;
  both: Figures;
}

/** The figures of a check run. */
export interface CheckFigures {
  /** The headline: personas judged on pairs they were not inferred from. */
  other: BySide<SideFigures>;
  /** Personas judged on their own pair, by the model that wrote them: proves little. */
  own: BySide<SideFigures>;
  /** On the pairs of the headline: "the longer response is taken"; equal lengths count half. */
  longerWins: BySide<Share>;
  /** On the pairs of the headline: each persona replaced by one drawn from both sides. */
  shuffled: BySide<SideFigures>;
  /** Guessing. */
  coin: 0.5;
}

/**
 * Sums up a run over the pairs of one space.
 *
 * What accuracy on *other* pairs means: the space holds the choices of one person (or one room). Whoever
 * is described by a persona inferred from the chosen side of pair i should take the chosen response of
 * pair j too; whoever is described by a rejected-side persona should take the rejected one. In a space
 * that mixes many people, nothing says so, and the figure honestly falls towards one half.
 *
 * `shuffled` breaks the tie between persona and side: in the place of each persona stands one that was
 * judged on the same pair, its side drawn by a coin. Both sides together must fall to one half; a side
 * apart that does not shows a judge that leans to one response whatever the persona says.
 *
 * Wilson intervals take judgements as independent; each persona and pair occurs several times, so
 * they are somewhat too narrow.
 *
 * @param threshold a probability closer than this to one half is "unsure" and not decided; [0, 0.5)
 * @param seed of the shuffle
 * @source protocol after Balepur et al., ACL 2025; interval after Wilson 1927
 */
export function checkFigures(
  judgements: readonly Judgement[],
  pairs: readonly PreferencePair[],
  personas: readonly Persona[],
  threshold: number,
  seed = 1,
): CheckFigures {
  const pairById = new Map(pairs.map((pair) => [pair.id, pair]));
  const personaById = new Map(personas.map((persona) => [persona.id, persona]));
  const checks = judgements.flatMap((judgement): Check[] => {
    const { personaId, pairId, expected } = judgement;
    const persona = personaById.get(personaId);
    if (!persona || !pairById.has(pairId)) return []; // deleted since
    const own = persona.evidence?.pairId === pairId;
    return [{ pairId, personaId, expected, own, probability: judgedProbability(judgement) }];
  });
  const others = checks.filter(({ own }) => !own);
  const decide = (some: readonly Check[]) => sideFigures(some, threshold);
  return {
    other: bySide(others, decide),
    own: bySide(
      checks.filter(({ own }) => own),
      decide,
    ),
    longerWins: bySide(others, (some) => longerWins(some, pairById)),
    shuffled: bySide(shufflePersonas(others, seededRandom(seed)), decide),
    coin: 0.5,
  };
}

/** True when the judge says something: the probability is at least `threshold` away from one half. */
export function isDecided(probability: number, threshold: number): boolean {
  const distance = Math.abs(probability - 0.5);
  return distance > 0 && distance >= threshold - 1e-9; // 0.6 - 0.5 is not quite 0.1
}

function bySide<Figures>(
  checks: readonly Check[],
  figures: (some: readonly Check[]) => Figures,
): BySide<Figures> {
  const of = (side: ResponseSide) => figures(checks.filter(({ expected }) => expected === side));
  return { chosen: of('chosen'), rejected: of('rejected'), both: figures(checks) };
}

function sideFigures(checks: readonly Check[], threshold: number): SideFigures {
  const decided = checks.filter(({ probability }) => isDecided(probability, threshold));
  const correct = (some: readonly Check[]) => some.reduce((sum, check) => sum + points(check), 0);
  const judged = checks.length;
  return {
    ...accuracy(correct(decided), decided.length),
    judged,
    coverage: judged === 0 ? null : decided.length / judged,
    accuracyOfAll: judged === 0 ? null : correct(checks) / judged,
  };
}

const points = ({ probability }: Check) => (probability === 0.5 ? 0.5 : probability > 0.5 ? 1 : 0);

function longerWins(
  checks: readonly Check[],
  pairById: ReadonlyMap<string, PreferencePair>,
): Share {
  const lengths = new Map<string, number>();
  const lead = (pairId: string) => {
    const pair = pairById.get(pairId);
    const words =
      lengths.get(pairId) ??
      (pair ? splitWords(pair.chosen).length - splitWords(pair.rejected).length : 0);
    lengths.set(pairId, words);
    return words;
  };
  const correct = checks.reduce((sum, { pairId, expected }) => {
    const words = expected === 'chosen' ? lead(pairId) : -lead(pairId);
    return sum + (words === 0 ? 0.5 : words > 0 ? 1 : 0);
  }, 0);
  return accuracy(correct, checks.length);
}
