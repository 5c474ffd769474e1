import { personaUnits } from '../../../../src/tasks/dinghy/units';
import { readSample } from '../personas';
import { Random } from '../random';
import { agree } from '../samples';
import { knowledge, wordingsOf } from '../wordings';
import { Linear, type Rates } from './linear';
import { signs } from './poles';
import { thinned, vocabulary, type Seen } from './seen';
import type { Fitted } from './tables';
import type { WrittenPair, WrittenPersona } from './written';

export interface PersonaRow {
  text: string;
  poles: string[];
  weight: number;
}

type Concepts = ReadonlyMap<string, string>;
export const personaRates: Rates = {
  epochs: 32,
  rate: 0.4,
  ridge: 0.004,
  dropout: 0.4,
  damping: 1e-3,
  averaged: 24,
};

/** Free personas, and those of the pairs: their labels were read off the texts, so they count less. */
export const freeRows = (personas: readonly WrittenPersona[]): PersonaRow[] =>
  personas.map(({ persona, poles }) => ({ text: persona, poles, weight: 1 }));

export const pairPersonaRows = (pairs: readonly WrittenPair[]): PersonaRow[] =>
  pairs
    .flatMap(({ personaA, polesA, personaB, polesB }) => [
      { text: personaA, poles: polesA.slice(0, 3), weight: 0.3 },
      { text: personaB, poles: polesB.slice(0, 3), weight: 0.3 },
    ])
    .filter(({ text }) => text !== '');

/** Single facts of a life, and two or three together as people tell them. */
export function factRows(facts: readonly WrittenPersona[], together: number): PersonaRow[] {
  const random = new Random(9);
  const single = facts.map(({ persona, poles }) => ({ text: persona, poles, weight: 0.5 }));
  const several = Array.from({ length: together }, (): PersonaRow => {
    const some = random.sample(facts, random.between(2, 3));
    const poles = [...new Set(some.flatMap((fact) => fact.poles))];
    return { text: some.map(({ persona }) => persona).join('. '), poles, weight: 0.3 };
  });
  return [...single, ...several.filter(({ poles }) => agree(poles))];
}

/** The generator's personas, and every phrase in training alone. */
export function generatedPersonas(count: number, seed: number): PersonaRow[] {
  const random = new Random(seed);
  const whole = Array.from({ length: count }, (): PersonaRow => {
    const { input, truth } = readSample(random, { topics: 'seen', wordings: 'seen' });
    const [text = ''] = input.replace('<|read|><|persona|>', '').split('<|features|>');
    return { text, poles: truth, weight: 0.2 };
  });
  const phrases = knowledge.axes.flatMap(({ poles }) =>
    poles.flatMap(({ id }) => {
      const { is, wants, me } = wordingsOf(id, 'seen');
      return [...is, ...wants, ...me].map((text) => ({ text, poles: [id], weight: 0.5 }));
    }),
  );
  return [...whole, ...phrases];
}

function seePersona(units: ReadonlyMap<string, number>, text: string, concepts: Concepts): Seen {
  const known = [...personaUnits(text, concepts)].flatMap((unit) => units.get(unit) ?? []);
  const weight = Math.max(2, known.length) ** -0.5;
  return {
    units: Int32Array.from(known),
    weights: new Float32Array(known.length).fill(weight),
    measured: [],
  };
}

/** Fits P(first pole : second pole : neither) of every axis as a softmax. */
export function fitPersonas(
  rows: readonly PersonaRow[],
  concepts: Concepts,
  rates = personaRates,
): Fitted {
  const units = vocabulary(
    rows.map(({ text }) => ({ units: personaUnits(text, concepts), count: 1 })),
    3,
  );
  const seen = new Map(rows.map((row) => [row, seePersona(units, row.text, concepts)]));
  const truths = new Map(rows.map((row) => [row, signs(row.poles)]));
  const columns = 2 * knowledge.axes.length;
  const linear = new Linear(columns, units.size, 0, -4);
  const errors = new Float32Array(columns);
  const random = new Random(3);
  linear.fit(rates, () => {
    for (const row of random.shuffle([...rows])) {
      const whole = seen.get(row);
      if (!whole) continue;
      const part = thinned(whole, rates.dropout, random);
      const scores = linear.scores(part);
      truths.get(row)?.forEach((sign, axis) => {
        const at = 2 * axis;
        const [x, y] = [at, at + 1].map((i) => Math.exp((scores[i] ?? 0) + (linear.bias[i] ?? 0)));
        const total = 1 + (x ?? 0) + (y ?? 0);
        errors[at] = row.weight * ((x ?? 0) / total - Number(sign === 1));
        errors[at + 1] = row.weight * ((y ?? 0) / total - Number(sign === -1));
      });
      linear.step(part, errors, errors, rates, row.weight);
    }
  });
  return { linear, units };
}
