import type { Knowledge } from '../../domain/knowledge';
import { gaugeOf } from './gaugeOf';
import { indexing } from './topicWords';
import { decoding } from './weightTable';

/** What the first question or pair would otherwise wait for, made beforehand, a step at a time. */
export function* gettingReady(knowledge: Knowledge): Generator<void> {
  const { gauge, topics } = knowledge;
  if (gauge) {
    yield* decoding(gauge.pairs.table);
    yield* decoding(gauge.personas.table);
    yield;
    gaugeOf(knowledge);
    yield;
  }
  yield* indexing(topics);
}
