import type { Knowledge } from '../../domain/knowledge';
import { gaugeOf } from './gaugeOf';
import { readerOf } from './questionReader';
import { decodingSparse } from './sparseWeights';
import { decoding } from './weightTable';

/**
 * What the first question or pair would otherwise wait for, made beforehand, a step at a time: first
 * what reads a persona and a question, then what weighs pairs, for which a model's runs come first.
 */
export function* gettingReady(knowledge: Knowledge): Generator<void> {
  const { gauge, reader } = knowledge;
  if (gauge) yield* decodingSparse(gauge.personas.table);
  yield;
  gaugeOf(knowledge);
  if (reader) {
    yield* decodingSparse(reader.subject.table);
    yield* decodingSparse(reader.notes.table);
    readerOf(knowledge);
    yield;
  }
  if (!gauge) return;
  yield* decoding(gauge.pairs.table);
  yield* decoding(gauge.pairs.familiar);
}
