import type { ReaderData } from '../../../../src/domain/reader';
import { numberOf } from '../../../../src/tasks/dinghy/asides';
import { areTwins, findTopic, notesFor } from '../../../../src/tasks/dinghy/retrieve';
import { knowledge } from '../wordings';
import { writtenQuestions, type Question } from './questions';

/** Groups of authors, each left out in turn; the second authors were told to use other words than the first. */
const AUTHORS = { second: /-2\.txt$/, plain: /-[34]\.txt$/, everyday: /-(9|1\d)\.txt$/ };
/** Left out each time: whether such questions are refused. */
const ELSEWHERE = /^elsewhere-[26]\.txt$/;
/** A question that so many notes answer asks for something particular. */
const [FEWEST, MOST] = [2, 5];

const { topics, axes } = knowledge;

/** Prints how a reader does on authors that it was fitted without, by the app's own rules. */
export function checkReader(fit: (questions: readonly Question[]) => ReaderData): void {
  for (const [name, own] of Object.entries(AUTHORS)) {
    const isLeftOut = (file: string) => own.test(file) || ELSEWHERE.test(file);
    const reader = fit(writtenQuestions(topics, (file) => !isLeftOut(file)));
    console.log(name, measured(writtenQuestions(topics, isLeftOut), { topics, axes, reader }));
  }
}

function measured(
  rows: readonly Question[],
  app: Pick<typeof knowledge, 'topics' | 'axes'> & { reader: ReaderData },
) {
  const [told, refused] = [
    rows.filter(({ topic }) => topic !== null),
    rows.filter(({ topic }) => topic === null),
  ];
  const found = told.map(({ text, topic }) => ({ topic, best: findTopic(text, app)?.topic.id }));
  const answered = found.filter(({ best }) => best !== undefined);
  const right = answered.filter(
    ({ topic, best }) => best === topic || areTwins(best ?? '', topic ?? ''),
  );
  const particular = told.flatMap(({ text, topic: id, notes }) => {
    const topic = topics.find((one) => one.id === id);
    if (!topic || !notes || notes.length < FEWEST || notes.length > MOST) return [];
    const chosen = notesFor(text, topic, [], app).notes;
    const helping = chosen.filter(({ id }) => notes.includes(numberOf(topic, id)));
    return [{ chosen: chosen.length, helping: helping.length, fitting: notes.length }];
  });
  const sum = (of: 'chosen' | 'helping' | 'fitting') =>
    particular.reduce((total, row) => total + row[of], 0);
  return {
    questions: told.length,
    'topic right': share(right.length, told.length),
    'wrongly refused': share(told.length - answered.length, told.length),
    'right of answered': share(right.length, answered.length),
    'rightly refused': share(
      refused.filter(({ text }) => findTopic(text, app) === null).length,
      refused.length,
    ),
    'particular questions': particular.length,
    'of their notes, topic given, that help': share(sum('helping'), sum('chosen')),
    'of the helping notes, told': share(sum('helping'), sum('fitting')),
    'notes each': share(sum('chosen'), particular.length),
  };
}

function share(part: number, n: number): number {
  return Math.round((1000 * part) / n) / 1000;
}
