import { fingerprintOf } from '../domain/comparison';
import type { Comparison } from '../domain/types';
import {
  anything,
  flag,
  listOf,
  maybe,
  number,
  object,
  oneOf,
  or,
  orNull,
  someText,
  text,
  type Read,
} from './readers';
import { made, message, responseShape, side, tally } from './partShapes';
import type { RecordKind, Records } from './records';

const shapes: Record<RecordKind, Read> = {
  comparisons: object({
    id: someText,
    prompt: text,
    history: or(listOf(message), []),
    a: responseShape,
    b: responseShape,
    choice: orNull(oneOf('a', 'b', 'tie', 'both-bad')),
    tally: orNull(tally),
    reason: or(text, ''),
    datasetId: orNull(someText),
    createdAt: or(number, 0),
    decidedAt: orNull(number),
    fingerprint: or(text, ''),
  }),
  datasets: object({
    id: someText,
    name: or(text, 'a file'),
    formatId: or(text, 'unknown'),
    counts: or(object({ kept: number, refused: number, duplicates: number }), {
      kept: 0,
      refused: 0,
      duplicates: 0,
    }),
    sizeBytes: or(number, 0),
    importedAt: or(number, 0),
  }),
  personas: object({
    id: someText,
    text: someText,
    source: or(oneOf('inferred', 'written', 'imported'), 'imported'),
    evidence: orNull(object({ pairId: someText, side })),
    made: orNull(made),
    createdAt: or(number, 0),
    updatedAt: or(number, 0),
  }),
  inferences: object({
    id: someText,
    pairId: someText,
    side,
    personaId: orNull(someText),
    abstained: or(text, ''),
    rivals: maybe(listOf(object({ pole: text, odds: number }))),
    made,
  }),
  judgements: object({
    id: someText,
    personaId: someText,
    pairId: someText,
    expected: side,
    original: number,
    swapped: number,
    symmetric: flag,
    made,
  }),
  responses: object({
    id: someText,
    askedId: or(someText, 'unknown'),
    prompt: text,
    role: oneOf('neutral', 'this-boat', 'other-boat'),
    personaId: orNull(someText),
    personaText: or(text, ''),
    methodId: or(text, 'unknown'),
    text,
    stopped: flag,
    made,
  }),
  runs: object({
    id: someText,
    kind: oneOf('infer', 'check'),
    status: or(oneOf('running', 'stopped', 'done', 'failed'), 'stopped'),
    modelId: or(text, 'unknown'),
    pairIds: listOf(someText),
    done: or(number, 0),
    total: or(number, 0),
    seed: or(number, 0),
    startedAt: or(number, 0),
    finishedAt: orNull(number),
  }),
  settings: object({ key: someText, value: anything }),
};

/**
 * Reads a record of unknown origin: fields that can be repaired are, unknown ones are dropped.
 * @throws {Error} whose message names the field and what is wrong with it
 */
export function readRecord<Kind extends RecordKind>(
  kind: Kind,
  value: unknown,
): Records[Kind][number] {
  // The shape of a kind lists its fields: a test keeps it equal to the type.
  const record = shapes[kind](value) as Records[Kind][number];
  if (kind !== 'comparisons') return record;
  const { prompt, history, a, b } = record as Comparison;
  return { ...record, fingerprint: fingerprintOf(prompt, history, a.text, b.text) };
}
