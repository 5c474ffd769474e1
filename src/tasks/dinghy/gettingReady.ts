import type { Knowledge } from '../../domain/knowledge';
import { gaugeOf } from './gaugeOf';
import { readerOf } from './questionReader';
import { decodingSparse } from './sparseWeights';
import { decoding } from './weightTable';

/** What the first question or pair would otherwise wait for, made beforehand, a step at a time. */
export function* gettingReady(knowledge: Knowledge): Generator<void> {
  const { gauge, reader } = knowledge;
  if (gauge) {
    yield* decoding(gauge.pairs.table);
    yield* decoding(gauge.pairs.familiar);
    yield* decoding(gauge.personas.table);
    yield;
    gaugeOf(knowledge);
    yield;
  }
  if (!reader) return;
  yield* decodingSparse(reader.subject.table);
  yield* decodingSparse(reader.notes.table);
  readerOf(knowledge);
}
