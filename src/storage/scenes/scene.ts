import { decide, decideByTally, fingerprintOf } from '../../domain/comparison';
import type { Choice, Comparison } from '../../domain/types';
import type { Records } from '../records';

/** One comparison of a scene, as it is written in its JSON file. */
export interface SeedComparison {
  prompt: string;
  a: string;
  b: string;
  /** Left out: it waits in the queue. */
  choice?: Choice;
  /** Hands for a and b, instead of a choice. */
  tally?: [number, number];
  reason?: string;
}

/** A shipped scene: one JSON file in this folder. */
export interface SceneSeed {
  title: string;
  /** What a class sees here, in one sentence. */
  summary: string;
  comparisons: SeedComparison[];
}

/** Shipped comparisons begin on 1 January 2026, a minute apart: a reset gives the same records. */
const FIRST = Date.UTC(2026, 0, 1, 9);
const MINUTE = 60_000;

/** The records of a scene. The same seed gives the same records. */
export function sceneRecords(id: string, { comparisons }: SceneSeed): Partial<Records> {
  return { comparisons: comparisons.map((seed, index) => comparisonOf(id, seed, index)) };
}

function comparisonOf(sceneId: string, seed: SeedComparison, index: number): Comparison {
  const { prompt, a, b, choice, tally, reason = '' } = seed;
  const createdAt = FIRST + index * MINUTE;
  const waiting: Comparison = {
    id: `${sceneId}-${String(index + 1).padStart(2, '0')}`,
    prompt,
    history: [],
    a: { text: a, origin: { kind: 'written' } },
    b: { text: b, origin: { kind: 'written' } },
    choice: null,
    tally: null,
    reason: '',
    datasetId: null,
    createdAt,
    decidedAt: null,
    fingerprint: fingerprintOf(prompt, [], a, b),
  };
  if (tally) {
    return decideByTally(waiting, { a: tally[0], b: tally[1] }, reason, createdAt + MINUTE / 2);
  }
  return choice ? decide(waiting, choice, reason, createdAt + MINUTE / 2) : waiting;
}

/**
 * Checks a scene file.
 * @throws {Error} that names the first thing wrong: scenes are shipped, so a test reads them all
 */
export function readScene(value: unknown): SceneSeed {
  const { title, summary, comparisons } = objectOf(value, 'scene');
  if (!isText(title) || !isText(summary)) throw new Error('scene: title or summary is missing');
  if (!Array.isArray(comparisons)) throw new Error('scene: comparisons must be a list');
  return { title, summary, comparisons: comparisons.map(readComparison) };
}

function readComparison(value: unknown, index: number): SeedComparison {
  const name = `comparison ${index + 1}`;
  const { prompt, a, b, choice, tally, reason, ...others } = objectOf(value, name);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new Error(`${name}: unknown field ${unknown}`);
  if (!isText(prompt) || !isText(a) || !isText(b)) {
    throw new Error(`${name}: prompt, a and b must be text`);
  }
  const seed: SeedComparison = { prompt, a, b };
  if (choice !== undefined) {
    if (choice !== 'a' && choice !== 'b' && choice !== 'tie' && choice !== 'both-bad') {
      throw new Error(`${name}: unknown choice`);
    }
    seed.choice = choice;
  }
  if (tally !== undefined) {
    if (!Array.isArray(tally) || tally.length !== 2)
      throw new Error(`${name}: tally is not [a, b]`);
    seed.tally = [Number(tally[0]), Number(tally[1])];
  }
  if (reason !== undefined) {
    if (!isText(reason)) throw new Error(`${name}: reason must be text`);
    seed.reason = reason;
  }
  return seed;
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`${name}: not an object`);
  return value as Record<string, unknown>; // an object's fields are unknown until checked
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
