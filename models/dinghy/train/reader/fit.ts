/**
 * Fits the reader of questions and writes ../../reader.json. `npx tsx reader/fit.ts [--check]`
 * With --check: fitted without one group of authors after another and measured on it, instead of a file.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MOST_NOTES as NOTES, type ReaderData } from '../../../../src/domain/reader';
import { isGroup } from '../../../../src/tasks/dinghy/questionUnits';
import { joinedGroups } from '../gauge/written';
import { Random } from '../random';
import { packedSparse } from '../sparseTable';
import { knowledge } from '../wordings';
import { checkReader } from './check';
import { fitNotes } from './noteFit';
import { askedWords, opened, ownWords, writtenQuestions, type Question } from './questions';
import { SparseSoftmax, Support, type Row } from './sparse';
import { groups, learntUnits } from './synonyms';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const RATES = { epochs: 24, rate: 0.5, ridge: 0.0004, dropout: 0.1, smoothing: 0 };
/** What single words count for topics beside written questions, and questions that nothing answers beside others. */
const ASKED = 0.25;
const ELSEWHERE = 6;
/** Units in fewer questions are left out; weights of fewer nats too. */
const LEAST = 2;
const SMALL = { subject: 0.46, notes: 0.5 };
const { topics } = knowledge;
const ids = topics.map(({ id }) => id);
const asked = askedWords(topics);
const words = [...asked, ...opened(asked, new Random(3))];
const own = ownWords(topics);

if (values.check) checkReader(fit);
else {
  const text = JSON.stringify(fit(writtenQuestions(topics)));
  writeFileSync(new URL('../../reader.json', import.meta.url), `${text}\n`);
  console.log(JSON.stringify({ bytes: text.length }));
}

function fit(questions: readonly Question[]): ReaderData {
  const weaker = words.map((word) => ({ ...word, weight: ASKED * word.weight }));
  const subject = fitSubject([...questions, ...weaker, ...own]);
  const notes = fitNotes([...questions, ...words, ...own], ids, new Random(2));
  return {
    version: 2,
    topics: ids,
    groups: joinedGroups(groups),
    subject: { table: packedSparse(subject.weights, SMALL.subject), bias: subject.bias.map(round) },
    notes: {
      table: packedSparse(shifted(notes.weights), SMALL.notes),
      bias: notes.bias.map(round),
    },
  };
}

function fitSubject(questions: readonly Question[]) {
  const rows = questions.map(({ text, topic, weight }) => ({
    units: learntUnits(text),
    column: topic === null ? ids.length : ids.indexOf(topic),
    weight: weight * (topic === null ? ELSEWHERE : 1),
  }));
  const support = new Support(rows, LEAST);
  const model = new SparseSoftmax(support, ids.length + 1);
  const numbered = rows.map((row): Row => {
    const known = [...row.units].flatMap((unit) => support.units.get(unit) ?? []);
    const words = [...row.units].filter((unit) => support.units.has(unit) && !isGroup(unit)).length;
    return { ...row, words, units: Int32Array.from(known) };
  });
  model.fit(numbered, RATES, new Random(1));
  const weights = new Map(
    Array.from(support.units, ([unit, id]): [string, Map<number, number>] => {
      const start = support.starts[id] ?? 0;
      const columns = [...(support.columns[id] ?? [])];
      return [unit, new Map(columns.map((column, i) => [column, model.weights[start + i] ?? 0]))];
    }),
  );
  return { weights, bias: [...model.bias] };
}

/** What a unit says of most notes of a topic is told once (a column for each topic after those of the notes). */
function shifted(
  weights: ReadonlyMap<string, ReadonlyMap<number, number>>,
): Map<string, Map<number, number>> {
  return new Map(
    Array.from(weights, ([unit, row]) => {
      const told = new Map([[0, row.get(0) ?? 0]]);
      ids.forEach((_, topic) => {
        const first = 1 + NOTES * topic;
        if (!row.has(first)) return;
        const own = Array.from({ length: NOTES }, (_, note) => row.get(first + note) ?? 0);
        const usual = own.toSorted((x, y) => x - y)[NOTES / 2] ?? 0;
        told.set(1 + NOTES * ids.length + topic, usual);
        own.forEach((weight, note) => told.set(first + note, weight - usual));
      });
      return [unit, told];
    }),
  );
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000;
}
