import { fingerprintOf } from '../src/domain/comparison';
import type {
  Comparison,
  Judgement,
  Persona,
  PersonaInference,
  Provenance,
  ResponseSide,
  TailoredResponse,
} from '../src/domain/types';

/** How a stored result was made, with nothing unusual. */
export const made: Provenance = {
  modelId: 'dinghy',
  modelRevision: 'abc123abc123',
  promptId: 'persona-inference/v1+task-tuned',
  options: {
    maxNewTokens: 48,
    temperature: 0,
    topK: 0,
    topP: 1,
    repetitionPenalty: 1,
    seed: 7,
  },
  stats: null,
  createdAt: 1000,
};

/** A comparison `c<number>`; higher numbers are newer. */
export function comparison(number: number, fields: Partial<Comparison> = {}): Comparison {
  const row: Comparison = {
    id: `c${String(number).padStart(5, '0')}`,
    prompt: `Question ${number}?`,
    history: [],
    a: { text: `Short answer ${number}.`, origin: { kind: 'written' } },
    b: { text: `A much longer answer ${number}.`, origin: { kind: 'written' } },
    choice: null,
    tally: null,
    reason: '',
    datasetId: null,
    createdAt: 1000 + number,
    decidedAt: null,
    fingerprint: '',
    ...fields,
  };
  const { prompt, history, a, b } = row;
  return { ...row, fingerprint: fingerprintOf(prompt, history, a.text, b.text) };
}

/** A persona inferred from a pair, or a written one without `pairId`. */
export function persona(id: string, pairId?: string, side: ResponseSide = 'chosen'): Persona {
  return {
    id,
    text: `The user is ${id} and prefers short answers.`,
    source: pairId ? 'inferred' : 'written',
    evidence: pairId ? { pairId, side } : null,
    made: pairId ? made : null,
    createdAt: 2000,
    updatedAt: 2000,
  };
}

export function inference(
  pairId: string,
  side: ResponseSide,
  personaId: string | null,
): PersonaInference {
  return { id: `${pairId}:${side}:dinghy`, pairId, side, personaId, abstained: '', made };
}

export function judgement(personaId: string, pairId: string): Judgement {
  return {
    id: `${personaId}:${pairId}:dinghy`,
    personaId,
    pairId,
    expected: 'chosen',
    original: 0.75,
    swapped: 0.75,
    symmetric: true,
    made,
  };
}

export function response(id: string, createdAt: number): TailoredResponse {
  return {
    id,
    askedId: 'asked',
    prompt: 'How?',
    role: 'this-boat',
    personaId: 'p1',
    personaText: 'The user is busy.',
    methodId: 'beside-question',
    text: 'Like this.',
    stopped: false,
    made: { ...made, createdAt },
  };
}
