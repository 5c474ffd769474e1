import type { Knowledge } from '../../domain/knowledge';
import { MOST_NOTES as NOTES, type ReaderData } from '../../domain/reader';
import { logistic } from '../../domain/stats';
import { isGroup, isPiece, pieces, questionUnits, share, withGroups } from './questionUnits';
import { nearWords } from './spelling';
import { SparseWeights } from './sparseWeights';
import { namesOfGroups } from './wordGroups';

/**
 * Reads questions by weighing words, pairs of words and pieces of words: linear, so that every verdict can be traced to
 * words. Softmax regression over topics and logistic regression over notes, fitted by models/dinghy/train/reader.
 */
export class QuestionReader {
  readonly #data: ReaderData;
  readonly #subject: SparseWeights;
  readonly #notes: SparseWeights;
  /** Whole words it knows. */
  readonly #words: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #groups: ReadonlyMap<string, string>;

  constructor(data: ReaderData) {
    this.#data = data;
    this.#subject = new SparseWeights(data.subject.table);
    this.#notes = new SparseWeights(data.notes.table);
    this.#groups = namesOfGroups(data.groups);
    const known = [...this.#subject.units, ...this.#groups.keys()];
    this.#words = known.filter((unit) => !/[ #@]/.test(unit));
    this.#places = new Map(data.topics.map((id, place) => [id, place]));
  }

  /** Per topic id the probability that it answers the question; they sum to at most 1. Nothing for no known word. */
  topics(question: string, unfinished = false): Map<string, number> {
    const units = this.#spelled(questionUnits(question, unfinished));
    const scores = sumUp(this.#subject, this.#data.subject.bias, units, this.#places.size + 1);
    if (scores === null) return new Map();
    const top = Math.max(...scores);
    const odds = scores.map((score) => Math.exp(score - top));
    const total = odds.reduce((sum, x) => sum + x, 0);
    return new Map(this.#data.topics.map((id, place) => [id, (odds[place] ?? 0) / total]));
  }

  /** The probability that each of a topic's notes helps with the question; empty for a topic it does not know. */
  notes(question: string, topicId: string): number[] {
    const place = this.#places.get(topicId);
    if (place === undefined) return [];
    const units = this.#spelled(questionUnits(question)).filter((unit) => !isPiece(unit));
    const { bias } = this.#data.notes;
    // Those of single notes, then one a topic.
    const ofTopics = 1 + NOTES * this.#places.size;
    const scores = sumUp(this.#notes, bias, units, ofTopics + this.#places.size) ?? bias;
    const all = (scores[0] ?? 0) + (scores[ofTopics + place] ?? 0);
    return Array.from({ length: NOTES }, (_, note) => {
      return logistic(all + (scores[1 + NOTES * place + note] ?? 0));
    });
  }

  /** The units, beside unknown words the known ones that may be meant, and the groups of all. */
  #spelled(units: ReadonlySet<string>): string[] {
    const words = [...units].filter((unit) => !isPiece(unit) && !unit.includes(' '));
    const unknown = words.filter((word) => !this.#subject.has(word) && !this.#groups.has(word));
    const meant = unknown.flatMap((word) => nearWords(word, this.#words));
    const all = new Set([...units, ...meant.flatMap((word) => [word, ...pieces(word)])]);
    return [...withGroups(all, this.#groups)];
  }
}

/** Scores of so many columns; `null` where no unit is known. Unknown ones do not weaken the known. */
function sumUp(
  weights: SparseWeights,
  bias: readonly number[],
  units: readonly string[],
  columns: number,
): number[] | null {
  const known = units.filter((unit) => weights.has(unit));
  if (known.length === 0) return null;
  const scores = Array.from({ length: columns }, (_, column) => bias[column] ?? 0);
  const by = share(known.filter((unit) => !isGroup(unit)).length);
  for (const unit of known) weights.add(scores, unit, by);
  return scores;
}

const made = new WeakMap<ReaderData, QuestionReader>();

/** The model's reader of questions, made once; `null` where a model ships none. */
export function readerOf({ reader }: Pick<Knowledge, 'reader'>): QuestionReader | null {
  if (!reader) return null;
  const known = made.get(reader) ?? new QuestionReader(reader);
  made.set(reader, known);
  return known;
}
