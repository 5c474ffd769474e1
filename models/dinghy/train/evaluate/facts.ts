/**
 * Measures whether the notes that answer a question fit it: fitting notes labelled by hand, for 200 questions that nothing
 * was developed on (fresh) and for the 300 first ones (thresholds were set on them).
 * Usage: npx tsx evaluate/facts.ts [--wrong fresh]   (prints the misses)
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AppError } from '../../../../src/domain/errors';
import { wilson } from '../../../../src/domain/stats';
import { contentStems } from '../../../../src/tasks/dinghy/stems';
import { findNotes } from '../../../../src/tasks/persona-tailoring/findNotes';
import { Counts } from '../counts';
import { knowledge } from '../wordings';

/** One row of `questionFacts.jsonl`; `topic` is `null` where no note fits. */
interface Labelled {
  question: string;
  topic: string | null;
  fits: string[];
}
interface Outcome extends Labelled {
  /** Ids of the notes an answer would use. */
  chosen: string[];
  baseline: string[];
}

/** Notes of the baseline, as many as answers use as a rule. */
const USED = 4;
/** A question that at most so many notes fit asks for something particular. */
const NARROW = 7;

const files = { fresh: 'questionFacts-2.jsonl', first: 'questionFacts.jsonl' } as const;
type Questions = keyof typeof files;

/** All figures over the labelled questions. */
export function measureFacts(set: Questions): Record<string, unknown> {
  return figuresOf(outcomes(set));
}

function figuresOf(all: readonly Outcome[]): Record<string, unknown> {
  const answerable = all.filter(({ topic }) => topic !== null);
  const unanswerable = all.filter(({ topic }) => topic === null);
  const answered = answerable.filter(({ chosen }) => chosen.length > 0);
  const narrow = answered.filter(({ fits }) => fits.length <= NARROW);
  const general = answered.filter(({ fits }) => fits.length > NARROW);
  const share = (rows: readonly Outcome[], of: (row: Outcome) => boolean) =>
    stated(rows.filter(of).length, rows.length);
  return {
    questions: all.length,
    'facts fit, of all facts shown': fitting(all, 'chosen'),
    'facts fit, where something fits': fitting(answered, 'chosen'),
    'same, mean over questions': meanFit(answered),
    'narrow questions (at most 7 notes fit)': fitting(narrow, 'chosen'),
    'narrow, mean over questions': meanFit(narrow),
    'general questions': fitting(general, 'chosen'),
    'topic right, of answerable': share(answerable, topicIsRight),
    'topic right, of answered': share(answered, topicIsRight),
    'wrongly refused': share(answerable, ({ chosen }) => chosen.length === 0),
    'rightly refused': share(unanswerable, ({ chosen }) => chosen.length === 0),
    'notes an answer may use':
      answered.reduce((sum, x) => sum + x.chosen.length, 0) / answered.length,
    'baseline, nearest facts, of all shown': fitting(all, 'baseline'),
    'baseline, where something fits': fitting(answerable, 'baseline'),
    'baseline, narrow': fitting(
      answerable.filter(({ fits }) => fits.length <= NARROW),
      'baseline',
    ),
  };
}

function outcomes(set: Questions): Outcome[] {
  const nearest = nearestNotes();
  return readFileSync(new URL(files[set], import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      // Our own file, of one shape.
      const row = JSON.parse(line) as Labelled;
      return { ...row, chosen: chosenFor(row.question), baseline: nearest(row.question) };
    });
}

/** What the app hands to the model for a question without a persona: what its answer tells. */
function chosenFor(question: string): string[] {
  try {
    const { notes } = findNotes({ knowledge }, { prompt: question, ownNotes: null }, []);
    return notes.map(({ id }) => id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-notes') return [];
    throw error;
  }
}

/** The baseline: the notes of all topics ranked by the cosine of their words, weighted by rarity. */
function nearestNotes(): (question: string) => string[] {
  const notes = knowledge.topics.flatMap(({ notes }) => notes);
  const words = notes.map(({ a, r, e, n, c }) => new Set(contentStems([a, r, e, n, c].join(' '))));
  const counts = new Counts(words.flatMap((set) => [...set]));
  const rarity = (word: string) => Math.log(notes.length / (counts.get(word) ?? 1));
  const size = (set: ReadonlySet<string>) =>
    Math.sqrt([...set].reduce((sum, word) => sum + rarity(word) ** 2, 0)) || 1;
  const sizes = words.map(size);
  return (question) => {
    const asked = [...new Set(contentStems(question))];
    return notes
      .map(({ id }, index) => {
        const common = asked.filter((word) => words[index]?.has(word));
        const dot = common.reduce((sum, word) => sum + rarity(word) ** 2, 0);
        return { id, score: dot / (sizes[index] ?? 1) };
      })
      .filter(({ score }) => score > 0)
      .sort((x, y) => y.score - x.score)
      .slice(0, USED)
      .map(({ id }) => id);
  };
}

const topicOf = (noteId: string) => noteId.replace(/-\d+$/, '');

/** Any topic that holds a fitting note counts: some topics have twins. */
function topicIsRight({ chosen, fits }: Outcome): boolean {
  const right = new Set(fits.map(topicOf));
  return chosen.length > 0 && chosen.every((id) => right.has(topicOf(id)));
}

function fitting(rows: readonly Outcome[], key: 'chosen' | 'baseline'): string {
  const shown = rows.flatMap((row) => row[key].map((id) => row.fits.includes(id)));
  return stated(shown.filter(Boolean).length, shown.length);
}

function meanFit(rows: readonly Outcome[]): number {
  const shares = rows.map(
    (x) => x.chosen.filter((id) => x.fits.includes(id)).length / x.chosen.length,
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** A share with its count and 95 % interval. */
function stated(part: number, n: number): string {
  const [low, high] = wilson(part, n) ?? [0, 1];
  return `${(part / n).toFixed(3)} (${part}/${n}, ${low.toFixed(3)}-${high.toFixed(3)})`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({ options: { wrong: { type: 'string' } } });
  for (const set of ['fresh', 'first'] as const) console.log(set, measureFacts(set));
  const { wrong } = values;
  if (wrong === 'fresh' || wrong === 'first')
    for (const { question, topic, fits, chosen } of outcomes(wrong)) {
      const bad = chosen.filter((id) => !fits.includes(id));
      if (bad.length > 0 || (chosen.length === 0) !== (topic === null))
        console.log(
          `${topic} | ${question}\n   chosen ${chosen.join(' ')}\n   bad ${bad.join(' ')}${fits.length <= NARROW ? ` | fits ${fits.join(' ')}` : ''}`,
        );
    }
}
