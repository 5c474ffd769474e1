import { MOST_NOTES as NOTES } from '../../../../src/domain/reader';
import { logistic } from '../../../../src/domain/stats';
import { isGroup, isPiece, share } from '../../../../src/tasks/dinghy/questionUnits';
import { Counts } from '../counts';
import type { Random } from '../random';
import type { Question } from './questions';
import { learntUnits } from './synonyms';

const RATES = { epochs: 12, rate: 0.3, ridge: 0.002, dropout: 0.2 };
/** From so many notes on, a question is a general one: it says nothing of single notes. */
const GENERAL = 6;
/** Units in fewer questions are left out. */
const LEAST = 2;

interface Row {
  units: string[];
  /** Place of the topic. */
  topic: number;
  helps: boolean[];
  weight: number;
}

/** Weights per unit: column 0 for all notes together, then one a note of every topic. */
export interface NoteWeights {
  weights: ReadonlyMap<string, ReadonlyMap<number, number>>;
  bias: number[];
}

/** Logistic regression: P(note helps) = σ(all(question) + note(question)); single notes weigh words of particular questions. */
export function fitNotes(
  questions: readonly Question[],
  topicIds: readonly string[],
  random: Random,
): NoteWeights {
  const places = new Map(topicIds.map((id, place) => [id, place]));
  const counts = new Counts<string>();
  const rows = questions.flatMap(({ text, topic, notes, weight }): Row[] => {
    const place = places.get(topic ?? '');
    if (notes === null || place === undefined) return [];
    const units = [...learntUnits(text)].filter((unit) => !isPiece(unit));
    counts.addAll(units);
    const helps = Array.from({ length: NOTES }, (_, note) => notes.includes(note + 1));
    return [{ units, topic: place, helps, weight }];
  });
  const weights = new Map<string, Map<number, number>>();
  const squares = new Map<string, Map<number, number>>();
  const bias = new Array<number>(1 + NOTES * topicIds.length).fill(0);
  for (const row of rows) row.units = row.units.filter((unit) => counts.of(unit) >= LEAST);
  for (const { units, topic, helps } of rows)
    for (const unit of units) {
      const own = weights.get(unit) ?? new Map<number, number>([[0, 0]]);
      weights.set(unit, own);
      if (helps.filter(Boolean).length < GENERAL)
        for (let note = 0; note < NOTES; note += 1) own.set(1 + NOTES * topic + note, 0);
    }
  const move = (unit: string, column: number, slope: number, rate: number) => {
    const own = weights.get(unit);
    const known = own?.get(column);
    if (!own || known === undefined) return;
    const sums = squares.get(unit) ?? new Map<number, number>();
    squares.set(unit, sums);
    const whole = slope + RATES.ridge * known;
    const sum = (sums.get(column) ?? 0) + whole * whole;
    sums.set(column, sum);
    own.set(column, known - (rate * whole) / Math.sqrt(sum + 1e-3));
  };
  for (let epoch = 0; epoch < RATES.epochs; epoch += 1)
    for (const { units, topic, helps, weight } of random.shuffle([...rows])) {
      const kept = units.filter(() => !random.chance(RATES.dropout));
      const by = share(kept.filter((unit) => !isGroup(unit)).length);
      const sumOf = (column: number) =>
        kept.reduce(
          (sum, unit) => sum + by * (weights.get(unit)?.get(column) ?? 0),
          bias[column] ?? 0,
        );
      const all = sumOf(0);
      let total = 0;
      helps.forEach((isHelp, note) => {
        const column = 1 + NOTES * topic + note;
        const error = weight * (logistic(all + sumOf(column)) - Number(isHelp));
        total += error;
        bias[column] = (bias[column] ?? 0) - 0.01 * error;
        for (const unit of kept) move(unit, column, error * by, RATES.rate);
      });
      // Only whole questions tell whether somebody asks in general.
      if (weight < 1) continue;
      bias[0] = (bias[0] ?? 0) - 0.002 * total;
      for (const unit of kept) move(unit, 0, total * by, RATES.rate / 2);
    }
  return { weights, bias };
}
