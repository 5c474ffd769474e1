import type { GaugeData, NamingData } from '../../../../src/domain/gauge';
import { stem } from '../../../../src/tasks/dinghy/stems';
import { knowledge } from '../wordings';
import { fitPairs, generatedRows, writtenRows } from './pairs';
import { factRows, fitPersonas, freeRows, generatedPersonas, pairPersonaRows } from './personas';
import { round } from './report';
import { familiarTable, measuredRows, pairTable, personaTable } from './tables';
import {
  joinedGroups,
  readConcepts,
  trainingFacts,
  type WrittenPair,
  type WrittenPersona,
} from './written';

/**
 * Set on rows that neither the gauge nor the language model had seen: how the scores become probabilities (scale, and
 * what "no difference" gains).
 */
const PAIRS = { scale: 0.8, ties: -0.5 };
/** Nats for a pole that the language model lists. */
const PERSONAS = { model: 1.6 };
/** From which odds on a pole is named (`mix.ts` prints what each would bring), or understood. */
const THRESHOLDS = {
  name: 0.55,
  together: 0.78,
  familiar: { from: 0.3, together: 0.57 },
  least: 0.45,
  understand: 0.11,
};

export const concepts = readConcepts(stem);
const generated = generatedRows(8000, 5);
const spoken = generatedPersonas(8000, 7);
const told = factRows(trainingFacts(), 4000);

/** The gauge fitted to written pairs and personas, and to generated ones. */
export function fitGauge(
  pairs: readonly WrittenPair[],
  personas: readonly WrittenPersona[],
  naming?: NamingData,
): GaugeData {
  const pair = fitPairs([...writtenRows(pairs), ...generated], concepts);
  const rows = [...freeRows(personas), ...told, ...pairPersonaRows(pairs), ...spoken];
  const persona = fitPersonas(rows, concepts);
  const own = generated.filter(({ axis }) => axis === null);
  const made = own.flatMap(({ chosen, rejected }) => [chosen, rejected]);
  const written = pairs.flatMap(({ a, b }) => [a, b]);
  return {
    version: 3,
    axes: knowledge.axes.map(({ id }) => id),
    concepts: joinedGroups(concepts),
    pairs: {
      table: pairTable(pair, PAIRS.scale),
      differences: measuredRows(pair.linear).map((row) =>
        row.map((weight) => round(weight * PAIRS.scale)),
      ),
      ties: [...pair.linear.bias].map((bias) => round(bias + PAIRS.ties)),
      familiar: familiarTable(made, written, concepts),
    },
    ...(naming && { naming }),
    personas: {
      table: personaTable(persona),
      bias: [...persona.linear.bias].map(round),
      model: PERSONAS.model,
    },
    thresholds: THRESHOLDS,
  };
}
